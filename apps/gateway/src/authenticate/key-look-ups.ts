import { isTransientDatabaseError } from '@casewire/database';
import { Gatherer, type Holder } from '@casewire/shares';
import { type AuthenticatedKey, type AuthenticatedKeys, hashApiKey } from '@casewire/subscription-store';
import { LRUCache } from 'lru-cache';
import { Gate, tooManyLookUps } from './gate.ts';

/** Finds tenants' keys by their hashes. Keys that are unknown, expired or revoked are absent. */
export type FindKeys = (keyHashes: readonly Buffer[]) => Promise<AuthenticatedKeys>;

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
 * is looked up each time, because it may have been revoked, together with others that come at the same time. Keys that are
 * not known yet go through a gate, and those from an address that sent too many wrong keys go through a narrow one.
 */
export class KeyLookUps {
  readonly #findKeys: FindKeys;
  /** The holders of keys that were found. */
  readonly #found = new LRUCache<string, Holder>({ max: MAX_KEYS });
  readonly #failed = new LRUCache<string, true>({ max: MAX_KEYS, ttl: FAILED_MS });
  readonly #known: Gatherer<Buffer, AuthenticatedKeys>;
  readonly #strangers = new Gate(STRANGERS_AT_ONCE, MAX_WAITING);
  readonly #suspects = new Gate(SUSPECTS_AT_ONCE, MAX_WAITING);

  constructor(findKeys: FindKeys) {
    this.#findKeys = findKeys;
    this.#known = new Gatherer({
      askTogether: findKeys,
      isTransient: isTransientDatabaseError,
      maxOpen: MAX_WAITING,
      refusal: tooManyLookUps,
    });
  }

  /**
   * @param isSuspect whether the key comes from an address that sent too many wrong keys
   * @throws Problem overloaded; any error of the database
   */
  async find(key: string, isSuspect: boolean): Promise<AuthenticatedKey | null> {
    const hash = hashApiKey(key);
    const name = hash.toString('hex');
    if (this.#failed.has(name)) return null;
    const holder = this.#found.get(name);
    const keys = await (holder === undefined
      ? this.#findNew(hash, isSuspect)
      : this.#known.ask(holder, hash));
    const found = keys.get(name);
    if (found === undefined) {
      this.#found.delete(name);
      this.#failed.set(name, true);
      return null;
    }
    this.#found.set(name, found);
    return found;
  }

  #findNew(hash: Buffer, isSuspect: boolean): Promise<AuthenticatedKeys> {
    return (isSuspect ? this.#suspects : this.#strangers).run(() => this.#findKeys([hash]));
  }
}
