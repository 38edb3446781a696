import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitBeforeRetry } from './retry.ts';

const passing = { isRepeatable: true, status: 503, code: undefined };

describe('waitBeforeRetry', () => {
  it('waits as long as it is asked to, and never longer than ten seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, retryAfterMs, random) => {
          const wait = waitBeforeRetry({ ...passing, attempt, retryAfterMs }, 20, random);
          if (wait === undefined) return;
          expect(wait).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
          expect(wait).toBeLessThanOrEqual(10_000);
        },
      ),
    );
  });

  it('waits longer each time', () => {
    const waits = [1, 2, 3].map((attempt) =>
      waitBeforeRetry({ ...passing, attempt, retryAfterMs: undefined }, 3, 0),
    );
    expect(waits).toEqual([250, 500, 1_000]);
  });
});
