import type { Pool } from '@casewire/database';

/** Advisory lock of the process that carries the cut on. */
const CUT_LOCK = 7_226_170_531;

/**
 * Runs `work` if no other process is at the cut. The lock belongs to a connection of its own, so that it ends with the
 * process, and no transaction stays open meanwhile.
 * @returns undefined if another process is at it
 */
export async function withCutLeadership<T>(pool: Pool, work: () => Promise<T>): Promise<T | undefined> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onBreak = (error: Error): void => {
    broken = error;
  };
  client.on('error', onBreak);
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      CUT_LOCK,
    ]);
    if (rows[0]?.locked !== true) return undefined;
    try {
      return await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [CUT_LOCK]).catch(onBreak);
    }
  } finally {
    client.off('error', onBreak);
    client.release(broken);
  }
}
