import type { Pool } from '@casewire/database';
import type { IdempotencyClaim, IdempotencyStore, StoredResponse } from '@casewire/rest';

/** How long a repeated request is answered with the first one's answer. */
const KEPT = '24 hours';

/** A holder that has not answered after this long is taken for gone. */
const HOLD = '60 seconds';

/** Keeps answers for repeated requests. They hold no secrets: nothing here is encrypted. */
export class LedgerIdempotencyStore implements IdempotencyStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async begin(scope: string, key: string, fingerprint: Buffer): Promise<IdempotencyClaim> {
    const claimed = await this.#pool.query(
      `INSERT INTO history.idempotency_keys AS k (scope, key, fingerprint) VALUES ($1, $2, $3)
       ON CONFLICT (scope, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, claimed_at = now(), response = NULL
        WHERE k.claimed_at < now() - interval '${KEPT}'
           OR (k.response IS NULL AND k.claimed_at < now() - interval '${HOLD}')`,
      [scope, key, fingerprint],
    );
    if (claimed.rowCount === 1) return { kind: 'new' };
    const { rows } = await this.#pool.query<{ fingerprint: Buffer; response: StoredResponse | null }>(
      'SELECT fingerprint, response FROM history.idempotency_keys WHERE scope = $1 AND key = $2',
      [scope, key],
    );
    const [kept] = rows;
    // Gone between the two statements: its request failed just now, and the client is told to come again.
    if (kept === undefined) return { kind: 'in-progress' };
    if (!kept.fingerprint.equals(fingerprint)) return { kind: 'mismatch' };
    return kept.response === null ? { kind: 'in-progress' } : { kind: 'finished', response: kept.response };
  }

  async finish(scope: string, key: string, response: StoredResponse): Promise<void> {
    await this.#pool.query(
      'UPDATE history.idempotency_keys SET response = $3 WHERE scope = $1 AND key = $2',
      [scope, key, JSON.stringify(response)],
    );
  }

  async release(scope: string, key: string): Promise<void> {
    await this.#pool.query('DELETE FROM history.idempotency_keys WHERE scope = $1 AND key = $2', [
      scope,
      key,
    ]);
  }
}

/** Forgets answers that are past their time. */
export async function deleteOldIdempotencyKeys(pool: Pool): Promise<void> {
  await pool.query(`DELETE FROM history.idempotency_keys WHERE claimed_at < now() - interval '${KEPT}'`);
}
