import { arrays, column, columnsWithin, rowsOf, type Column, type PoolClient } from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import { idRange } from './id-range.ts';
import { stateColumns } from './state-columns.ts';
import { trackReleased } from './track-released.ts';

interface ChangedInvocation {
  readonly id: string;
  readonly state: InvocationState;
}

const columns: readonly Column<ChangedInvocation>[] = [
  column('id', 'uuid', ({ id }) => id),
  ...columnsWithin(stateColumns, ({ state }: ChangedInvocation) => state),
];

const assignments = stateColumns.map(({ name }) => `${name} = u.${name}`).join(', ');

/** Writes the states of locked rows. */
export async function updateInvocations(
  client: PoolClient,
  rows: readonly ChangedInvocation[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `UPDATE history.invocations i SET ${assignments}
       FROM ${rowsOf(columns, 3)} AS u
      WHERE i.id = u.id AND i.id BETWEEN $1::uuid AND $2::uuid`,
    [...idRange(rows.map(({ id }) => id)), ...arrays(columns, rows)],
  );
  await trackReleased(client, rows);
}
