import { describe, expect, it } from '@jest/globals';
import { QueryCache } from './query-cache.ts';

describe('QueryCache', () => {
  it('compiles a text once while it is used, and keeps no more than it may', () => {
    const cache = new QueryCache(2);
    const [a, b] = [cache.get('a'), cache.get('b')];
    expect(cache.get('a')).toBe(a);
    cache.get('c');
    expect(cache.get('a')).toBe(a);
    expect(cache.get('b')).not.toBe(b);
  });
});
