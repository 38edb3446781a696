import { type AuthenticatedKey, type AuthenticatedKeys, hashApiKey } from '@casewire/subscription-store';
import { describe, expect, it } from '@jest/globals';
import { LookUps, StrangerGates } from './look-ups.ts';

const key: AuthenticatedKey = { id: 'key-1', tenantId: 'acme', environment: 'sandbox', scopes: ['read'] };

/** The key `valid` is the only one that is known. */
function found(hashes: readonly Buffer[]): AuthenticatedKeys {
  const valid = hashes.filter((hash) => hash.equals(hashApiKey('valid')));
  return new Map(valid.map((hash) => [hash.toString('hex'), key]));
}

/** Looks keys up in a database that answers when it is told to, and knows the key `valid`. */
class Database {
  isRevoked = false;
  readonly #open: (() => void)[] = [];
  lookUps = 0;

  readonly find = async (hashes: readonly Buffer[]): Promise<AuthenticatedKeys> => {
    this.lookUps += 1;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#open.push(() => {
      resolve(undefined);
    });
    await promise;
    return this.isRevoked ? new Map() : found(hashes);
  };

  get open(): number {
    return this.#open.length;
  }

  /** Answers look-ups, also those that begin meanwhile, until the work is done. */
  async answer<T>(work: Promise<T>): Promise<T> {
    const done = new AbortController();
    const end = (): void => {
      done.abort();
    };
    work.then(end, end);
    while (!done.signal.aborted) {
      this.#open.shift()?.();
      await settled();
    }
    return work;
  }
}

function keyLookUps(findAll: (hashes: readonly Buffer[]) => Promise<AuthenticatedKeys>) {
  return new LookUps({ findAll, holderOf: (holder) => holder, gates: new StrangerGates() });
}

/** Everything that waits for nothing but promises has run. */
function settled(): Promise<void> {
  return new Promise(setImmediate);
}

describe('look-ups of keys', () => {
  it('are few at once for keys that are not known, and fewer for those from a suspect address', async () => {
    const database = new Database();
    const lookUps = keyLookUps(database.find);
    const strangers = Array.from({ length: 50 }, (_, index) =>
      lookUps.find(hashApiKey(`wrong-${index}`), false),
    );
    const suspects = Array.from({ length: 50 }, (_, index) =>
      lookUps.find(hashApiKey(`guess-${index}`), true),
    );
    await settled();
    expect(database.open).toBe(4 + 1);
    expect(await database.answer(Promise.all([...strangers, ...suspects]))).toEqual(
      Array.from({ length: 100 }, () => undefined),
    );
  });

  it('of a key that was found before do not wait behind wrong keys, and notice that it was revoked', async () => {
    const database = new Database();
    const lookUps = keyLookUps(database.find);
    expect(await database.answer(lookUps.find(hashApiKey('valid'), true))).toEqual(key);
    const guesses = Array.from({ length: 50 }, (_, index) =>
      lookUps.find(hashApiKey(`guess-${index}`), true),
    );
    await settled();
    const before = database.open;
    const known = lookUps.find(hashApiKey('valid'), true);
    await settled();
    expect(database.open).toBe(before + 1);
    expect(await database.answer(known)).toEqual(key);
    database.isRevoked = true;
    expect(await database.answer(lookUps.find(hashApiKey('valid'), true))).toBeUndefined();
    await database.answer(Promise.all(guesses));
  });

  it('of keys that were found before go together, and one that is revoked meanwhile is refused', async () => {
    const database = new Database();
    const lookUps = keyLookUps(database.find);
    await database.answer(lookUps.find(hashApiKey('valid'), false));
    const first = lookUps.find(hashApiKey('valid'), false);
    await settled();
    const others = Array.from({ length: 50 }, () => lookUps.find(hashApiKey('valid'), false));
    expect(await database.answer(first)).toEqual(key);
    database.isRevoked = true;
    expect(await database.answer(Promise.all(others))).toEqual(others.map(() => undefined));
    expect(database.lookUps).toBe(3);
  });

  it('of a new key from a suspect address wait for their turn, and find it', async () => {
    const database = new Database();
    const lookUps = keyLookUps(database.find);
    const guesses = Array.from({ length: 200 }, (_, index) =>
      lookUps.find(hashApiKey(`guess-${index}`), true),
    );
    const valid = lookUps.find(hashApiKey('valid'), true);
    expect(await database.answer(valid)).toEqual(key);
    await database.answer(Promise.all(guesses));
  });

  it('of a key that has just failed are not made again', async () => {
    const database = new Database();
    const lookUps = keyLookUps(database.find);
    expect(await database.answer(lookUps.find(hashApiKey('wrong'), false))).toBeUndefined();
    expect(await lookUps.find(hashApiKey('wrong'), false)).toBeUndefined();
    expect(database.lookUps).toBe(1);
  });

  it('that fail remember nothing of the key', async () => {
    let isAway = true;
    const lookUps = keyLookUps((hashes) =>
      isAway ? Promise.reject(new Error('the database is away')) : Promise.resolve(found(hashes)),
    );
    for (let tries = 0; tries < 10; tries++) {
      await expect(lookUps.find(hashApiKey('valid'), false)).rejects.toThrow('away');
    }
    isAway = false;
    expect(await lookUps.find(hashApiKey('valid'), false)).toEqual(key);
  });
});
