import type { Pool } from '@casewire/database';

/** How long a request may work before its key counts as abandoned: longer than any request here can take. */
const ABANDONED_AFTER_SECONDS = 60;

const STATEMENT = `
  INSERT INTO subscriptions.idempotency_keys (scope, key, fingerprint)
  VALUES ($1, $2, $3)
      ON CONFLICT (scope, key) DO UPDATE
     SET fingerprint = excluded.fingerprint, claimed_at = now(), key_id = NULL, ciphertext = NULL
   WHERE idempotency_keys.claimed_at < now() - make_interval(secs => $5)
      OR (idempotency_keys.ciphertext IS NULL
          AND idempotency_keys.fingerprint = excluded.fingerprint
          AND idempotency_keys.claimed_at < now() - make_interval(secs => $4))`;

/**
 * Takes a key that is free, abandoned by a process that died, or older than `keptSeconds`.
 * @returns false if someone else has it
 */
export async function claimKey(
  pool: Pool,
  claim: { readonly scope: string; readonly key: string; readonly fingerprint: Buffer },
  keptSeconds: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(STATEMENT, [
    claim.scope,
    claim.key,
    claim.fingerprint,
    ABANDONED_AFTER_SECONDS,
    keptSeconds,
  ]);
  return rowCount === 1;
}
