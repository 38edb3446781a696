import type { Pool } from '@casewire/database';
import type { Sealed } from '@casewire/key-ring';

export interface KeptClaim {
  readonly fingerprint: Buffer;
  /** Null while the request is being worked on. */
  readonly response: Sealed | null;
}

const STATEMENT = `
  SELECT fingerprint, key_id AS "keyId", ciphertext
    FROM subscriptions.idempotency_keys
   WHERE scope = $1 AND key = $2`;

/** What is kept under a key; null if nothing is. */
export async function findClaim(pool: Pool, scope: string, key: string): Promise<KeptClaim | null> {
  const { rows } = await pool.query<{
    fingerprint: Buffer;
    keyId: string | null;
    ciphertext: Buffer | null;
  }>(STATEMENT, [scope, key]);
  const [row] = rows;
  if (row === undefined) return null;
  const { fingerprint, keyId, ciphertext } = row;
  return { fingerprint, response: keyId === null || ciphertext === null ? null : { keyId, ciphertext } };
}
