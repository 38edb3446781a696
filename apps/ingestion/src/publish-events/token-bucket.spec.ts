import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  it('admits a batch above it into debt, and says when the next work is admitted', () => {
    const bucket = new TokenBucket(10, 0);
    expect(bucket.take(100, 0)).toBe(0);
    expect(bucket.take(1, 0)).toBe(9_100);
    expect(bucket.take(1, 9_099)).toBeGreaterThan(0);
    expect(bucket.take(1, 9_101)).toBe(0);
  });

  it('of less than one work a second admits one at a time', () => {
    const bucket = new TokenBucket(0.5, 0);
    expect([bucket.take(1, 0), bucket.take(1, 0), bucket.take(1, 2_000)]).toEqual([0, 2_000, 0]);
  });

  const requests = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 3_000 }), events: fc.integer({ min: 1, max: 50 }) }),
    { maxLength: 100 },
  );

  it('admits what the rate gives, a second of it, and one batch, and never refuses after the time that it gave', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), requests, (perSecond, each) => {
        const bucket = new TokenBucket(perSecond, 0);
        let now = 0;
        let admitted = 0;
        let largest = 0;
        for (const { afterMs, events } of each) {
          now += afterMs;
          const waitMs = bucket.take(events, now);
          if (waitMs > 0) {
            now += Math.ceil(waitMs);
            expect(bucket.take(events, now)).toBe(0);
          }
          admitted += events;
          largest = Math.max(largest, events);
          expect(admitted).toBeLessThanOrEqual(perSecond * (1 + now / 1000) + largest + 1e-6);
        }
      }),
    );
  });
});
