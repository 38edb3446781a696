import {
  arrayParameter,
  arrays,
  column,
  rowsOf,
  type Column,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import { instant, storableMs } from './instants.ts';

/** An invocation that is cancelled. */
export interface Cancellation {
  readonly id: string;
  /** Milliseconds since the epoch; the cancellation counts as made then if that is later than now. */
  readonly notBefore: number | null;
}

const columns: readonly Column<Cancellation>[] = [
  column('id', 'uuid', ({ id }) => id),
  column('not_before', 'timestamptz', ({ notBefore }) => storableMs(notBefore)),
];

/**
 * Tells delivery not to send invocations. The instant is read from the clock after their rows were locked, not from the
 * transaction's start: a release that was acknowledged in between must not be older than a cut begun in between.
 */
export async function insertCancellations(
  client: PoolClient,
  cancellations: readonly Cancellation[],
): Promise<void> {
  if (cancellations.length === 0) return;
  await client.query(
    `INSERT INTO history.cancellations (invocation_id, cancelled_at)
     SELECT id, greatest(clock_timestamp(), not_before) FROM ${rowsOf(columns)} AS u
     ON CONFLICT (invocation_id) DO UPDATE SET cancelled_at = excluded.cancelled_at`,
    arrays(columns, cancellations),
  );
}

export async function deleteCancellations(client: PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query('DELETE FROM history.cancellations WHERE invocation_id = ANY($1::uuid[])', [
    arrayParameter('uuid', ids),
  ]);
}

/**
 * Forgets cancellations made before a finished cut began: delivery has read every release that was on Kafka then.
 * @param begunAt of the cut, milliseconds since the epoch
 * @returns how many
 */
export async function removeCancellations(pool: Pool, begunAt: number): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM history.cancellations WHERE cancelled_at < $1', [
    instant(begunAt),
  ]);
  return rowCount ?? 0;
}
