import {
  arrayParameter,
  arrays,
  column,
  names,
  rowsOf,
  type Column,
  type PoolClient,
} from '@casewire/database';
import type { InvocationState } from '@casewire/invocation-state';
import { storableMs } from './instant.ts';

interface WrittenInvocation {
  readonly id: string;
  readonly state: InvocationState;
}

interface Released {
  readonly id: string;
  readonly releasedAt: number;
}

const columns: readonly Column<Released>[] = [
  column('invocation_id', 'uuid', ({ id }) => id),
  column('released_at', 'timestamptz', ({ releasedAt }) => storableMs(releasedAt)),
];

/** Brings `history.released` in step with rows that the transaction has just written. Their locks cover it. */
export async function trackReleased(client: PoolClient, rows: readonly WrittenInvocation[]): Promise<void> {
  const released = rows.flatMap(({ id, state: { releasedAt } }) =>
    releasedAt === null ? [] : [{ id, releasedAt }],
  );
  if (released.length > 0) {
    await client.query(
      `INSERT INTO history.released (${names(columns)})
       SELECT * FROM ${rowsOf(columns)} AS u
       ON CONFLICT (invocation_id) DO UPDATE SET released_at = excluded.released_at`,
      arrays(columns, released),
    );
  }
  const others = rows.flatMap(({ id, state }) => (state.releasedAt === null ? [id] : []));
  if (others.length > 0) {
    await client.query('DELETE FROM history.released WHERE invocation_id = ANY($1::uuid[])', [
      arrayParameter('uuid', others),
    ]);
  }
}
