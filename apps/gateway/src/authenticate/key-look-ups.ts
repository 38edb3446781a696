import { type AuthenticatedKey, hashApiKey } from '@casewire/subscription-store';
import { LRUCache } from 'lru-cache';
import { Gate } from './gate.ts';

/** Finds a tenant's key by its hash; null where the key is unknown, expired or revoked. */
export type FindKey = (keyHash: Buffer) => Promise<AuthenticatedKey | null>;

/** Keys that are remembered at most, of those that failed and of those that were found. */
const MAX_KEYS = 10_000;

/** How long a key that failed is refused without a look-up. */
const FAILED_MS = 10_000;

/** Look-ups at once for keys that were not found before. The pool has more connections, so known keys never wait. */
const STRANGERS_AT_ONCE = 4;

/** Look-ups at once for all addresses together that sent too many wrong keys. */
const SUSPECTS_AT_ONCE = 1;

const MAX_WAITING = 10_000;

/**
 * Looks keys up so that wrong keys, however many there are, do not keep valid ones waiting. A key that was found before
 * is looked up at once, and each time: it may have been revoked. Keys that are not known yet go through a gate, and those
 * from an address that sent too many wrong keys go through a narrow one.
 */
export class KeyLookUps {
  readonly #findKey: FindKey;
  readonly #found = new LRUCache<string, true>({ max: MAX_KEYS });
  readonly #failed = new LRUCache<string, true>({ max: MAX_KEYS, ttl: FAILED_MS });
  readonly #strangers = new Gate(STRANGERS_AT_ONCE, MAX_WAITING);
  readonly #suspects = new Gate(SUSPECTS_AT_ONCE, MAX_WAITING);

  constructor(findKey: FindKey) {
    this.#findKey = findKey;
  }

  /**
   * @param isSuspect whether the key comes from an address that sent too many wrong keys
   * @throws Problem overloaded; any error of the database
   */
  async find(key: string, isSuspect: boolean): Promise<AuthenticatedKey | null> {
    const hash = hashApiKey(key);
    const name = hash.toString('base64');
    if (this.#failed.has(name)) return null;
    const lookUp = (): Promise<AuthenticatedKey | null> => this.#findKey(hash);
    const gate = isSuspect ? this.#suspects : this.#strangers;
    const found = await (this.#found.get(name) === true ? lookUp() : gate.run(lookUp));
    if (found === null) {
      this.#found.delete(name);
      this.#failed.set(name, true);
    } else this.#found.set(name, true);
    return found;
  }
}
