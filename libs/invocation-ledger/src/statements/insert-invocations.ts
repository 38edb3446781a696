import {
  arrays,
  column,
  columnsWithin,
  names,
  rowsOf,
  type Column,
  type PoolClient,
} from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import type { InvocationContent } from '../content/invocation-content.ts';
import { bodyColumn, contentColumns } from './content-columns.ts';
import { SEQUENCE_LOCK } from './sequence-lock.ts';
import { stateColumns } from './state-columns.ts';

export interface NewInvocation {
  readonly content: InvocationContent;
  readonly state: InvocationState;
}

const contentOf = ({ content }: NewInvocation) => content;
const stateOf = ({ state }: NewInvocation) => state;

const written = [
  ...columnsWithin([...contentColumns, bodyColumn], contentOf),
  ...columnsWithin(stateColumns, stateOf),
];
const columns: readonly Column<NewInvocation>[] = [
  ...written,
  column('visible', 'boolean', ({ state }) => state.complete),
];

/**
 * Adds rows in the order given, each visible one with the next `seq`. The lock on `seq` is taken first and kept to the
 * end of the transaction, and nobody adds rows without it: so this waits for no other writer, and no other lock may be
 * asked for afterwards.
 * @param tracked whether `history.released` may hold some of the rows, left behind by rows that were removed
 * @returns `seq` of each row, by id
 * @throws a unique violation if a row is there already
 */
export async function insertInvocations(
  client: PoolClient,
  rows: readonly NewInvocation[],
  tracked: boolean,
): Promise<Map<string, bigint | null>> {
  if (rows.length === 0) return new Map();
  const result = await client.query<{ id: string; seq: string | null }>(
    `WITH sequence AS MATERIALIZED (SELECT pg_advisory_xact_lock(${SEQUENCE_LOCK})
     ), added AS (
       INSERT INTO history.invocations (${names(written)}, seq)
       SELECT ${written.map(({ name }) => `u.${name}`).join(', ')},
              CASE WHEN u.visible THEN nextval('history.invocation_seq') END
         FROM sequence, ${rowsOf(columns)} AS u
       RETURNING id, seq, released_at
     ), released AS (
       INSERT INTO history.released SELECT id, released_at FROM added WHERE released_at IS NOT NULL
       ${tracked ? 'ON CONFLICT (invocation_id) DO UPDATE SET released_at = excluded.released_at' : ''}
     )
     SELECT id, seq FROM added`,
    arrays(columns, rows),
  );
  return new Map(result.rows.map(({ id, seq }) => [id, seq === null ? null : BigInt(seq)]));
}
