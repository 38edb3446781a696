import type { PoolClient } from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import { arrays, names, parameters } from './column-arrays.ts';
import { idRange } from './id-range.ts';
import { stateColumns } from './state-columns.ts';

const assignments = stateColumns.map(({ name }) => `${name} = u.${name}`).join(', ');

/** Writes the states of locked rows. */
export async function updateInvocations(
  client: PoolClient,
  rows: readonly { readonly id: string; readonly state: InvocationState }[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  const states = rows.map(({ state }) => state);
  await client.query(
    `UPDATE history.invocations i SET ${assignments}
       FROM unnest($1::uuid[], ${parameters(stateColumns, 4)}) AS u(id, ${names(stateColumns)})
      WHERE i.id = u.id AND i.id BETWEEN $2::uuid AND $3::uuid`,
    [ids, ...idRange(ids), ...arrays(stateColumns, states)],
  );
}
