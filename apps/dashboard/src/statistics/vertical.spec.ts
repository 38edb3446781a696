import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { durationRange } from './vertical.ts';

describe('the scale of durations', () => {
  it('has all durations between its ends', () => {
    const duration = fc.double({ min: 1, max: 2 ** 31.5, noNaN: true });
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const [lowest, highest] = [Math.min(a, b), Math.max(a, b)];
        const [bottom, top] = durationRange(lowest, highest);
        expect(bottom).toBeLessThanOrEqual(lowest);
        expect(top).toBeGreaterThanOrEqual(highest);
        expect(top).toBeGreaterThan(bottom);
      }),
    );
  });

  it.each([
    [90.5, 1_448.2, [10, 10_000]],
    [1_000, 1_000, [1_000, 10_000]],
    [Infinity, -Infinity, [1, 1_000]],
  ])('from %d to %d ms it ends at round numbers', (lowest, highest, range) => {
    expect(durationRange(lowest, highest)).toEqual(range);
  });
});
