import type { Pool, PoolClient } from '@casewire/database';
import { instant } from './instants.ts';

/**
 * Tells delivery not to send an invocation. The instant is read from the clock after the row was locked, not from the
 * transaction's start: a release that was acknowledged in between must not be older than a cut begun in between.
 * @param notBefore milliseconds since the epoch; the cancellation counts as made then if that is later
 */
export async function insertCancellation(
  client: PoolClient,
  id: string,
  notBefore: number | null,
): Promise<void> {
  await client.query(
    `INSERT INTO history.cancellations (invocation_id, cancelled_at)
     VALUES ($1, greatest(clock_timestamp(), $2::timestamptz))
     ON CONFLICT (invocation_id) DO UPDATE SET cancelled_at = excluded.cancelled_at`,
    [id, instant(notBefore)],
  );
}

export async function deleteCancellation(client: PoolClient, id: string): Promise<void> {
  await client.query('DELETE FROM history.cancellations WHERE invocation_id = $1', [id]);
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
