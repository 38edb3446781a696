import type { Pool } from '@casewire/database';
import type { Sealed } from '@casewire/key-ring';

const STATEMENT = `
  UPDATE subscriptions.idempotency_keys
     SET key_id = $3, ciphertext = $4
   WHERE scope = $1 AND key = $2`;

/** Keeps the answer of the request that holds a key. */
export async function keepResponse(pool: Pool, scope: string, key: string, response: Sealed): Promise<void> {
  await pool.query(STATEMENT, [scope, key, response.keyId, response.ciphertext]);
}
