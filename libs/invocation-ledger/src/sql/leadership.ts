import { advisoryLocks, withConnection, type Pool } from '@casewire/database';

/** Runs `work` unless another process is working on the cut: see `withLeadership`. */
export function withCutLeadership<T>(pool: Pool, work: () => Promise<T>): Promise<T | undefined> {
  return withLeadership(pool, advisoryLocks.cut, work);
}

/** Runs `work` unless another process is freeing: see `withLeadership`. */
export function withFreeLeadership<T>(pool: Pool, work: () => Promise<T>): Promise<T | undefined> {
  return withLeadership(pool, advisoryLocks.freeing, work);
}

/** Runs `work` unless another process is following changed rates: see `withLeadership`. */
export function withRateLeadership<T>(pool: Pool, work: () => Promise<T>): Promise<T | undefined> {
  return withLeadership(pool, advisoryLocks.rates, work);
}

/**
 * Runs `work` unless another process has the lock. A connection of its own holds the lock: the lock then ends
 * with the process, and no transaction stays open meanwhile.
 * @returns undefined if another process holds the lock
 */
function withLeadership<T>(pool: Pool, lock: number, work: () => Promise<T>): Promise<T | undefined> {
  return withConnection(pool, async (client, discard) => {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      lock,
    ]);
    if (rows[0]?.locked !== true) return undefined;
    try {
      return await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [lock]).catch(discard);
    }
  });
}
