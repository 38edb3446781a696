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
import { trackReleased } from './track-released.ts';

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
 * @returns `seq` of each row that was added, by id; a row that exists already is left alone and missing here
 */
export async function insertInvocations(
  client: PoolClient,
  rows: readonly NewInvocation[],
): Promise<Map<string, bigint | null>> {
  if (rows.length === 0) return new Map();
  const result = await client.query<{ id: string; seq: string | null }>(
    `WITH sequence AS MATERIALIZED (SELECT pg_advisory_xact_lock(${SEQUENCE_LOCK}))
     INSERT INTO history.invocations (${names(written)}, seq)
     SELECT ${written.map(({ name }) => `u.${name}`).join(', ')},
            CASE WHEN u.visible THEN nextval('history.invocation_seq') END
       FROM sequence, ${rowsOf(columns)} AS u
     ON CONFLICT (id) DO NOTHING
     RETURNING id, seq`,
    arrays(columns, rows),
  );
  const added = new Map(result.rows.map(({ id, seq }) => [id, seq === null ? null : BigInt(seq)]));
  await trackReleased(
    client,
    rows.flatMap(({ content: { id }, state }) =>
      added.has(id) && state.releasedAt !== null ? [{ id, state }] : [],
    ),
  );
  return added;
}
