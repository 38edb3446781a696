import type { PoolClient } from '@casewire/database';
import { instant } from './instant.ts';

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
