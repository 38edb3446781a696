import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_WINDOW, windowOf } from './replay-window.ts';

describe('the window of a replay', () => {
  it.each([
    { maxConcurrency: null, rateLimitPerSecond: null, window: 50 },
    { maxConcurrency: 32, rateLimitPerSecond: null, window: 16 },
    { maxConcurrency: 3, rateLimitPerSecond: null, window: 1 },
    { maxConcurrency: 1, rateLimitPerSecond: null, window: 1 },
    { maxConcurrency: 32, rateLimitPerSecond: 5, window: 2 },
    { maxConcurrency: 4, rateLimitPerSecond: 500, window: 2 },
    { maxConcurrency: null, rateLimitPerSecond: 0.2, window: 1 },
    { maxConcurrency: 1_000, rateLimitPerSecond: null, window: MAX_WINDOW },
  ])('is $window for $maxConcurrency at once and $rateLimitPerSecond a second', ({ window, ...pace }) => {
    expect(windowOf(pace, 100)).toBe(window);
  });

  it('leaves live traffic half of what the webhook takes, and always lets the replay go on', () => {
    const concurrency = fc.option(fc.integer({ min: 1, max: 10_000 }));
    const rate = fc.option(fc.double({ min: 0.001, max: 10_000, noNaN: true }));
    fc.assert(
      fc.property(concurrency, rate, (maxConcurrency, rateLimitPerSecond) => {
        const window = windowOf({ maxConcurrency, rateLimitPerSecond }, 100);
        const most = Math.min(maxConcurrency ?? 100, rateLimitPerSecond ?? Infinity);
        expect(window).toBeGreaterThanOrEqual(1);
        expect(window === 1 || window <= most - window).toBe(true);
      }),
    );
  });
});
