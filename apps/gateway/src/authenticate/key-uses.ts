import { LRUCache } from 'lru-cache';

/** Keys that are remembered at most. Of one that is forgotten, the use is noted again. */
const MAX_KEYS = 10_000;

const HOUR_MS = 3_600_000;

interface KeyUsesParts {
  /** Notes a use in the database. */
  readonly write: (keyId: string) => Promise<void>;
  /** Of a use that could not be noted. The next hour is another chance. */
  readonly onError: (error: unknown) => void;
}

/** Notes in which hour each key was used last. The first request of an hour does so, and does not wait for it. */
export class KeyUses {
  readonly #parts: KeyUsesParts;
  /** Whole hours since the epoch, by the id of the key. */
  readonly #noted = new LRUCache<string, number>({ max: MAX_KEYS });

  constructor(parts: KeyUsesParts) {
    this.#parts = parts;
  }

  /** @param now milliseconds since the epoch */
  note(keyId: string, now = Date.now()): void {
    const hour = Math.floor(now / HOUR_MS);
    if (this.#noted.get(keyId) === hour) return;
    this.#noted.set(keyId, hour);
    this.#parts.write(keyId).catch(this.#parts.onError);
  }
}
