import type { PoolClient } from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import type { InvocationContent } from '../content/invocation-content.ts';
import { packBodies } from './bodies.ts';
import { arrays, names, parameters, type Column } from './column-arrays.ts';
import { contentColumns } from './content-columns.ts';
import { SEQUENCE_LOCK } from './sequence-lock.ts';
import { stateColumns } from './state-columns.ts';

export interface NewInvocation {
  readonly content: InvocationContent;
  readonly state: InvocationState;
}

const columns: readonly Column<NewInvocation>[] = [
  ...contentColumns.map(({ name, type, value }) => ({
    name,
    type,
    value: (row: NewInvocation) => value(row.content),
  })),
  ...stateColumns.map(({ name, type, value }) => ({
    name,
    type,
    value: (row: NewInvocation) => value(row.state),
  })),
  { name: 'visible', type: 'boolean', value: ({ state }) => state.complete },
];

const written = columns.slice(0, -1);

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
  const bodies = packBodies(rows.map(({ content }) => content.body));
  const result = await client.query<{ id: string; seq: string | null }>(
    `WITH sequence AS MATERIALIZED (SELECT pg_advisory_xact_lock(${SEQUENCE_LOCK}))
     INSERT INTO history.invocations (${names(written)}, body, seq)
     SELECT ${written.map(({ name }) => `u.${name}`).join(', ')},
            substring($1::bytea FROM u.body_start FOR u.body_length),
            CASE WHEN u.visible THEN nextval('history.invocation_seq') END
       FROM sequence, unnest($2::integer[], $3::integer[], ${parameters(columns, 4)})
              WITH ORDINALITY AS u(body_start, body_length, ${names(columns)}, position)
     ON CONFLICT (id) DO NOTHING
     RETURNING id, seq`,
    [bodies.bytes, bodies.starts, bodies.lengths, ...arrays(columns, rows)],
  );
  return new Map(result.rows.map(({ id, seq }) => [id, seq === null ? null : BigInt(seq)]));
}
