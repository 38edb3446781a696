import type { Pool } from '@casewire/database';

const STATEMENT = `
  DELETE FROM subscriptions.idempotency_keys
   WHERE scope = $1 AND key = $2 AND ciphertext IS NULL`;

/** Gives back a key whose request failed. */
export async function releaseKey(pool: Pool, scope: string, key: string): Promise<void> {
  await pool.query(STATEMENT, [scope, key]);
}
