import type { Pool } from '@casewire/database';
import type { LedgerScope } from '../ledger-scope.ts';
import { conditionsOf, type HistoryFilter } from './history-filter.ts';
import { summaryColumns, toSummary, type InvocationSummary, type SummaryRow } from './invocation-view.ts';

/** A stretch of the history, by `seq`: exclusive bounds, and the end that it is read from. */
export interface HistoryStretch {
  readonly above?: bigint | undefined;
  readonly below?: bigint | undefined;
  readonly from: 'oldest' | 'newest';
  readonly limit: number;
}

/** Reads up to `limit` invocations in the order of the stretch, and whether there are more beyond them. */
export async function listInvocations(
  pool: Pool,
  scope: LedgerScope,
  filter: HistoryFilter,
  { above, below, from, limit }: HistoryStretch,
): Promise<{ readonly rows: readonly InvocationSummary[]; readonly hasNext: boolean }> {
  const { sql, values } = conditionsOf(scope, filter);
  const bounds = [
    ...(above === undefined ? [] : [`seq > ${above}`]),
    ...(below === undefined ? [] : [`seq < ${below}`]),
  ];
  const result = await pool.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM history.invocations
      WHERE ${[...sql, ...bounds].join(' AND ')}
      ORDER BY seq ${from === 'oldest' ? 'ASC' : 'DESC'}
      LIMIT ${limit + 1}`,
    [...values],
  );
  return { rows: result.rows.slice(0, limit).map(toSummary), hasNext: result.rows.length > limit };
}
