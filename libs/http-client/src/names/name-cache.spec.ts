import { describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { NameCache } from './name-cache.ts';

const MINUTE_MS = 60_000;

describe('NameCache', () => {
  it('looks a name up once for many, and not again for a while', async () => {
    let lookups = 0;
    const names = new NameCache(() => Promise.resolve([`192.0.2.${(lookups += 1)}`]), MINUTE_MS);
    const found = await Promise.all([1, 2, 3].map(() => names.lookUp('a.example').result));
    found.push(await names.lookUp('a.example').result);
    for (const { addresses } of found) expect(addresses).toEqual(['192.0.2.1']);
    expect(lookups).toBe(1);
    expect((await names.lookUp('b.example').result).addresses).toEqual(['192.0.2.2']);
  });

  it('keeps an answer for a part of the age that its connections may reach', async () => {
    let lookups = 0;
    const names = new NameCache(() => Promise.resolve([`192.0.2.${(lookups += 1)}`]), 300);
    const startedAt = performance.now();
    await names.lookUp('a.example').result;
    await eventually(
      async () => {
        expect((await names.lookUp('a.example').result).addresses).toEqual(['192.0.2.2']);
      },
      { intervalMs: 5 },
    );
    expect(performance.now() - startedAt).toBeGreaterThan(29);
  });

  it('ends a look-up when the last one leaves it, and knows nothing of the name then', async () => {
    const ended: string[] = [];
    const names = new NameCache(
      (hostname, signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => ended.push(hostname));
        }),
      MINUTE_MS,
    );
    const [one, other] = [names.lookUp('a.example'), names.lookUp('a.example')];
    const outcomes = Promise.allSettled([one.result, other.result]);
    one.leave();
    expect(ended).toEqual([]);
    other.leave();
    expect(ended).toEqual(['a.example']);
    for (const { status } of await outcomes) expect(status).toBe('rejected');
    const again = names.lookUp('a.example');
    const outcome = Promise.allSettled([again.result]);
    again.leave();
    expect(ended).toHaveLength(2);
    await outcome;
  });

  it.each([
    ['ESERVFAIL', 'the name servers of the host name fail'],
    ['ECONNREFUSED', 'no name server can be reached'],
    ['EOF', 'the host name could not be looked up (EOF)'],
  ])('says in words why there is no address: %s', async (code, message) => {
    let lookups = 0;
    const names = new NameCache(() => {
      lookups += 1;
      return Promise.reject(Object.assign(new Error('internal'), { code }));
    }, MINUTE_MS);
    for (let times = 0; times < 2; times += 1) {
      const failure: unknown = await names.lookUp('a.example').result.catch((error: unknown) => error);
      expect(failure).toEqual(expect.objectContaining({ code: 'dns-error', message }));
    }
    expect(lookups).toBe(1);
  });

  it('has a failure for a name without addresses', async () => {
    const names = new NameCache(() => Promise.resolve([]), MINUTE_MS);
    await expect(names.lookUp('a.example').result).rejects.toThrow('the host name has no address');
  });
});
