import { isTransientDatabaseError } from '@casewire/database';
import { Gatherer, type Holder } from '@casewire/shares';
import { LRUCache } from 'lru-cache';
import { Gate, tooManyLookUps } from './gate.ts';

/** What was found, by the hash of the secret in hex. Secrets that are unknown or have ended are absent. */
export type FoundByHash<Found> = ReadonlyMap<string, Found>;

/** Secrets that are remembered at most, of those that failed and of those that were found. */
const MAX_SECRETS = 10_000;

/** How long a secret that failed is refused without a look-up. */
const FAILED_MS = 10_000;

/** Look-ups at once for secrets that were not found before. The pool has more connections, so known ones never wait. */
const STRANGERS_AT_ONCE = 4;

/** Look-ups at once for all addresses together that sent too many wrong keys. */
const SUSPECTS_AT_ONCE = 1;

const MAX_WAITING = 10_000;

/** What look-ups of all kinds pass whose secret was not found before. */
export class StrangerGates {
  readonly strangers = new Gate(STRANGERS_AT_ONCE, MAX_WAITING);
  readonly suspects = new Gate(SUSPECTS_AT_ONCE, MAX_WAITING);
}

interface LookUpsOptions<Found> {
  /** Finds what belongs to secrets, by their hashes. */
  readonly findAll: (hashes: readonly Buffer[]) => Promise<FoundByHash<Found>>;
  /** Whose share a look-up of a known secret is. */
  readonly holderOf: (found: Found) => Holder;
  readonly gates: StrangerGates;
}

/**
 * Looks secrets of one kind up (keys, say), so that wrong ones, however many there are, do not keep valid ones waiting. A
 * secret that was found before is looked up each time, because it may have ended, together with others that come at the
 * same time. Secrets that are not known yet go through a gate, and those from an address that sent too many wrong keys go
 * through a narrow one.
 */
export class LookUps<Found> {
  readonly #findAll: LookUpsOptions<Found>['findAll'];
  readonly #holderOf: LookUpsOptions<Found>['holderOf'];
  readonly #gates: StrangerGates;
  /** The holders of secrets that were found. */
  readonly #found = new LRUCache<string, Holder>({ max: MAX_SECRETS });
  readonly #failed = new LRUCache<string, true>({ max: MAX_SECRETS, ttl: FAILED_MS });
  readonly #known: Gatherer<Buffer, FoundByHash<Found>>;

  constructor({ findAll, holderOf, gates }: LookUpsOptions<Found>) {
    this.#findAll = findAll;
    this.#holderOf = holderOf;
    this.#gates = gates;
    this.#known = new Gatherer({
      askTogether: findAll,
      isTransient: isTransientDatabaseError,
      maxOpen: MAX_WAITING,
      refusal: tooManyLookUps,
    });
  }

  /**
   * @param hash of the secret, as it is stored
   * @param isSuspect whether the secret comes from an address that sent too many wrong keys
   * @throws Problem overloaded; any error of the database
   */
  async find(hash: Buffer, isSuspect: boolean): Promise<Found | undefined> {
    const name = hash.toString('hex');
    if (this.#failed.has(name)) return undefined;
    const holder = this.#found.get(name);
    const all = await (holder === undefined ? this.#findNew(hash, isSuspect) : this.#known.ask(holder, hash));
    const found = all.get(name);
    if (found === undefined) {
      this.#found.delete(name);
      this.#failed.set(name, true);
      return undefined;
    }
    this.#found.set(name, this.#holderOf(found));
    return found;
  }

  #findNew(hash: Buffer, isSuspect: boolean): Promise<FoundByHash<Found>> {
    const { suspects, strangers } = this.#gates;
    return (isSuspect ? suspects : strangers).run(() => this.#findAll([hash]));
  }
}
