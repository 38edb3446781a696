import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairCache } from './fair-cache.ts';

const value = (text: string) => ({ text });

describe('FairCache', () => {
  it('keeps what was set last, within its bound, whatever is set', () => {
    const entry = fc.record({ owner: fc.constantFrom('a', 'b', 'c'), key: fc.nat(20), size: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const cache = new FairCache<{ readonly text: string }>(100);
        for (const { owner, key, size } of entries) {
          cache.set(owner, String(key), value(`${owner}${key}${size}`), Math.max(1, size));
          expect(cache.size).toBeLessThanOrEqual(100);
          expect(cache.get(owner, String(key))?.text ?? `${owner}${key}${size}`).toBe(
            `${owner}${key}${size}`,
          );
        }
      }),
    );
  });

  it('lets an owner of a thousand entries displace its own, and none of an owner that has few', () => {
    const cache = new FairCache<object>(100);
    cache.set('good', 'one', {}, 10);
    cache.set('good', 'two', {}, 10);
    for (let number = 0; number < 1_000; number++) cache.set('hostile', String(number), {}, 10);
    expect([cache.get('good', 'one'), cache.get('good', 'two')]).toEqual([{}, {}]);
    expect(cache.get('hostile', '999')).toEqual({});
    expect(cache.get('hostile', '991')).toBeUndefined();
  });

  it('gives up what was used least recently', () => {
    const cache = new FairCache<object>(30);
    for (const key of ['one', 'two', 'three']) cache.set('owner', key, {}, 10);
    cache.get('owner', 'one');
    cache.set('owner', 'four', {}, 10);
    expect(['one', 'two', 'three', 'four'].filter((key) => cache.get('owner', key) !== undefined)).toEqual([
      'one',
      'three',
      'four',
    ]);
  });

  it('does not keep what alone is larger than all of it', () => {
    const cache = new FairCache<object>(30);
    cache.set('owner', 'small', {}, 10);
    cache.set('owner', 'large', {}, 31);
    expect([cache.get('owner', 'small'), cache.get('owner', 'large')]).toEqual([{}, undefined]);
  });
});
