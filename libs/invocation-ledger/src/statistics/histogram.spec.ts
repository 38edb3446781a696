import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, BUCKETS, boundOf, percentilesOf } from './histogram.ts';

describe('a histogram', () => {
  it('has each duration in the bucket whose bound is the next above it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (durationMs) => {
        const bucket = bucketOf(durationMs);
        if (bucket > 0) expect(boundOf(bucket - 1)).toBeLessThan(durationMs);
        if (bucket < BUCKETS - 1) expect(boundOf(bucket)).toBeGreaterThanOrEqual(durationMs);
      }),
    );
  });

  it.each([NaN, -Infinity, -5, 0, 1])('has %s ms in its first bucket', (durationMs) => {
    expect(bucketOf(durationMs)).toBe(0);
  });

  it.each([2 ** 31.5, Infinity])('has %s ms in its last bucket', (durationMs) => {
    expect(bucketOf(durationMs)).toBe(BUCKETS - 1);
  });

  it('tells the bound that so many durations do not exceed', () => {
    const hundred = new Map([
      [bucketOf(64), 50],
      [bucketOf(1_000), 45],
      [bucketOf(4_096), 4],
      [bucketOf(100_000), 1],
    ]);
    expect(percentilesOf(hundred)).toEqual({ p50: 64, p95: 1_024, p99: 4_096 });
    expect(percentilesOf(new Map([[3, 1]]))).toEqual({ p50: 2.8, p95: 2.8, p99: 2.8 });
  });

  it('has no percentiles while it is empty', () => {
    expect(percentilesOf(new Map([[3, 0]]))).toBeNull();
  });
});
