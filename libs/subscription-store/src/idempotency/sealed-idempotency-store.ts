import type { Pool } from '@casewire/database';
import type { KeyRing, Sealed } from '@casewire/key-ring';
import type { IdempotencyClaim, IdempotencyStore, StoredResponse } from '@casewire/rest';
import { claimKey } from './claim-key.ts';
import { findClaim } from './find-claim.ts';
import { keepResponse } from './keep-response.ts';
import { releaseKey } from './release-key.ts';

/** How long a repeated request is answered with the first one's answer: 24 hours. */
export const IDEMPOTENCY_KEY_SECONDS = 24 * 60 * 60;

/** Keeps answers for repeated requests, encrypted: the answer to a new webhook or API key carries its secret. */
export class SealedIdempotencyStore implements IdempotencyStore {
  readonly #pool: Pool;
  readonly #keyRing: KeyRing;

  constructor(pool: Pool, keyRing: KeyRing) {
    this.#pool = pool;
    this.#keyRing = keyRing;
  }

  async begin(scope: string, key: string, fingerprint: Buffer): Promise<IdempotencyClaim> {
    if (await claimKey(this.#pool, { scope, key, fingerprint }, IDEMPOTENCY_KEY_SECONDS))
      return { kind: 'new' };
    const kept = await findClaim(this.#pool, scope, key);
    // Gone between the two statements: its request failed just now, and the client is told to come again.
    if (kept === null) return { kind: 'in-progress' };
    if (!kept.fingerprint.equals(fingerprint)) return { kind: 'mismatch' };
    return kept.response === null
      ? { kind: 'in-progress' }
      : { kind: 'finished', response: this.#open(kept.response, scope, key) };
  }

  async finish(scope: string, key: string, response: StoredResponse): Promise<void> {
    const sealed = this.#keyRing.encrypt(JSON.stringify(response), context(scope, key));
    await keepResponse(this.#pool, scope, key, sealed);
  }

  async release(scope: string, key: string): Promise<void> {
    await releaseKey(this.#pool, scope, key);
  }

  #open(sealed: Sealed, scope: string, key: string): StoredResponse {
    return JSON.parse(this.#keyRing.decrypt(sealed, context(scope, key)).toString()) as StoredResponse;
  }
}

function context(scope: string, key: string): string {
  return `idempotency-key ${scope} ${key}`;
}
