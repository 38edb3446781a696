import type { PoolClient } from '@casewire/database';

/** For how long a retry by hand stands for others of the same invocation. */
const SECONDS = 2;

/** Rows that one call removes at most. */
const PURGE_LIMIT = 100;

/**
 * Whether a retry by hand was noted just before somebody asked for this one, or later. It takes the first lock of its
 * transaction: requests for the same invocation at the same time wait here for each other.
 * @param arrivedAt when it was asked for, by `performance.now()`: on a busy machine its turn comes much later
 */
export async function wasJustRetried(client: PoolClient, id: string, arrivedAt: number): Promise<boolean> {
  // A statement of its own: the next one must see what the transaction before this one has committed.
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('retry ' || $1::text, 0))`, [id]);
  const waitedSeconds = (performance.now() - arrivedAt) / 1000;
  const { rowCount } = await client.query(
    `SELECT 1 FROM history.retries
      WHERE invocation_id = $1 AND asked_at > clock_timestamp() - make_interval(secs => $2)`,
    [id, SECONDS + waitedSeconds],
  );
  return rowCount === 1;
}

/** Notes a retry by hand, and removes some that are older than a minute. */
export async function noteRetry(client: PoolClient, id: string): Promise<void> {
  await client.query(
    `WITH purged AS (
       DELETE FROM history.retries
        WHERE invocation_id IN (
          SELECT invocation_id FROM history.retries
           WHERE asked_at < now() - interval '1 minute' AND invocation_id <> $1
           LIMIT ${PURGE_LIMIT} FOR UPDATE SKIP LOCKED))
     INSERT INTO history.retries (invocation_id, asked_at) VALUES ($1, clock_timestamp())
         ON CONFLICT (invocation_id) DO UPDATE SET asked_at = excluded.asked_at`,
    [id],
  );
}
