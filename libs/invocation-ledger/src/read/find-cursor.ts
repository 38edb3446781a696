import type { Pool } from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';
import type { LedgerScope } from '../ledger-scope.ts';
import { retainedFrom } from '../retention/remove-old-days.ts';
import { conditionsOf, type HistoryFilter } from './history-filter.ts';

/** Where a reader stands, by the id of the last invocation it has seen. */
export type HistoryCursor =
  | {
      readonly kind: 'found';
      /** Everything above is still to be read by who reads upwards. */
      readonly upwards: bigint;
      /** Everything below is still to be read by who reads downwards. */
      readonly downwards: bigint;
    }
  | { readonly kind: 'unknown' }
  /** Retention has removed it; `oldest` is the first invocation that is left, if there is one. */
  | { readonly kind: 'expired'; readonly oldest: string | null };

interface Row {
  readonly seq: string;
  readonly first_seq: string | null;
  readonly last_seq: string | null;
}

/**
 * Looks a cursor up. One whose row was applied again after the ledger was restored stands for the whole span that was:
 * its neighbours may have changed places, so a reader sees some of them twice rather than missing one.
 * @param filter of the list that is read, for `oldest`
 */
export async function findCursor(
  pool: Pool,
  scope: LedgerScope,
  id: string,
  filter: HistoryFilter = {},
): Promise<HistoryCursor> {
  const { rows } = await pool.query<Row>(
    `SELECT i.seq, r.first_seq, r.last_seq
       FROM history.invocations i
       LEFT JOIN history.restores r ON i.seq >= r.first_seq AND i.seq <= coalesce(r.last_seq, i.seq)
      WHERE i.id = $1 AND i.tenant_id = $2 AND i.environment = $3 AND i.seq IS NOT NULL
      ORDER BY r.first_seq LIMIT 1`,
    [id, scope.tenantId, scope.environment],
  );
  const [row] = rows;
  if (row !== undefined) return found(row);
  const from = await retainedFrom(pool);
  if (from === undefined || uuidTimestampMs(id) >= from) return { kind: 'unknown' };
  return { kind: 'expired', oldest: await findOldest(pool, scope, filter) };
}

function found(row: Row): HistoryCursor {
  const seq = BigInt(row.seq);
  if (row.first_seq === null) return { kind: 'found', upwards: seq, downwards: seq };
  const last = row.last_seq === null ? MAX_SEQ : BigInt(row.last_seq) + 1n;
  return { kind: 'found', upwards: BigInt(row.first_seq) - 1n, downwards: last };
}

const MAX_SEQ = 2n ** 63n - 1n;

async function findOldest(pool: Pool, scope: LedgerScope, filter: HistoryFilter): Promise<string | null> {
  const { sql, values } = conditionsOf(scope, filter);
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM history.invocations WHERE ${sql.join(' AND ')} ORDER BY seq LIMIT 1`,
    [...values],
  );
  return rows[0]?.id ?? null;
}
