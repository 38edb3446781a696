import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateLimit } from './rate-limit.ts';

const MAX_WAIT_MS = 5_000;
const unknown = {};

/** Starts as many as the limit allows until `untilMs`, one at a time, as soon as it allows them. */
function startAll(limit: RateLimit, fromMs: number, untilMs: number): number[] {
  const starts: number[] = [];
  for (let now = fromMs; now < untilMs; now += Math.max(1, Math.ceil(limit.waitMs(now)))) {
    if (limit.waitMs(now) > 0) continue;
    limit.take(now);
    starts.push(now);
  }
  return starts;
}

describe('a rate limit', () => {
  it.each([0.2, 1, 7, 50, 200])('lets %d a second start over a minute, to a tenth', (perSecond) => {
    const starts = startAll(new RateLimit(perSecond, unknown, 0), 0, 60_000);
    expect(Math.abs(starts.length - 60 * perSecond)).toBeLessThanOrEqual(Math.max(1, 6 * perSecond));
  });

  it('lets one start at once where nothing is known of it, whatever its rate, and then none for an interval', () => {
    const limit = new RateLimit(0.001, unknown, 0);
    expect(limit.waitMs(0)).toBe(0);
    limit.take(0);
    expect(limit.waitMs(0)).toBe(1_000_000);
  });

  it('goes on where an earlier process has left off', () => {
    const limit = new RateLimit(0.1, { sinceLastStartMs: 4_000, untilLatestDueMs: 26_000 }, 0);
    expect(limit.waitMs(0)).toBeCloseTo(6_000);
    expect(limit.admits(0, false, MAX_WAIT_MS, 0)).toBe(false);
    expect(limit.deferralMs(0, 0)).toBe(36_000);
  });

  it('gives due times one interval apart, behind those that wait', () => {
    const limit = new RateLimit(2, unknown, 0);
    limit.take(0);
    expect([10, 10, 10].map((ahead) => limit.deferralMs(ahead, 0))).toEqual([5_500, 6_000, 6_500]);
  });

  it('lets what comes back at its time start, and puts what comes for the first time behind it', () => {
    const limit = new RateLimit(1, unknown, 0);
    limit.take(0);
    const dueIn = limit.deferralMs(9, 0);
    expect(dueIn).toBe(10_000);
    expect(limit.admits(0, false, MAX_WAIT_MS, 1_000)).toBe(false);
    expect(limit.admits(0, true, MAX_WAIT_MS, 1_000)).toBe(true);
    expect(limit.admits(0, false, MAX_WAIT_MS, 10_000)).toBe(true);
  });

  it('puts what comes for the first time behind what was deferred at the new rate, where that was changed', () => {
    const limit = new RateLimit(1, unknown, 0);
    limit.take(0);
    expect(limit.deferralMs(99, 0)).toBe(100_000);
    limit.setRate(10, 0);
    expect(limit.admits(0, false, MAX_WAIT_MS, 9_000)).toBe(false);
    expect(limit.admits(0, false, MAX_WAIT_MS, 10_000)).toBe(true);
  });

  it('is not idle while its bucket is not full, or a due time is outstanding', () => {
    const limit = new RateLimit(1, unknown, 0);
    expect(limit.isIdle(0)).toBe(true);
    limit.take(0);
    expect([limit.isIdle(999), limit.isIdle(1_000)]).toEqual([false, true]);
    limit.deferralMs(3, 1_000);
    expect([limit.isIdle(2_000), limit.isIdle(4_000)]).toEqual([false, true]);
  });

  it('never lets more start in any stretch of time than its rate and its bucket allow, also when the rate changes', () => {
    const step = fc.record({
      pauseMs: fc.integer({ min: 0, max: 20_000 }),
      tries: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.array(step, { maxLength: 20 }),
        (perSecond, steps) => {
          const limit = new RateLimit(perSecond, unknown, 0);
          const starts: number[] = [];
          let now = 0;
          for (const { pauseMs, tries } of steps) {
            now += pauseMs;
            limit.setRate(perSecond, now);
            for (let each = 0; each < tries; each++) {
              if (limit.waitMs(now) > 0) break;
              limit.take(now);
              starts.push(now);
            }
          }
          // The n-th start may not come before the bucket has filled for it, whichever start is counted from.
          const excess = starts.map((at, index) => index + 1 - (at * perSecond) / 1000);
          const least = excess.map((_, index) => Math.min(...excess.slice(0, index + 1)));
          const most = Math.max(0, ...excess.map((each, index) => each - (least[index] ?? 0) + 1));
          expect(most).toBeLessThanOrEqual(Math.max(1, perSecond) + 1e-6);
        },
      ),
    );
  });

  it('defers each of a backlog once at most: all of them come back one after the other, and start', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 20, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (perSecond, backlog) => {
          const limit = new RateLimit(perSecond, unknown, 0);
          let waiting = 0;
          const dueTimes: number[] = [];
          for (let each = 0; each < backlog; each++) {
            if (limit.admits(waiting, false, MAX_WAIT_MS, 0)) waiting += 1;
            else dueTimes.push(limit.deferralMs(waiting, 0));
          }
          let now = 0;
          for (; waiting > 0; waiting--) {
            now += limit.waitMs(now);
            limit.take(now);
          }
          for (const dueAt of dueTimes) {
            now = Math.max(now, dueAt);
            expect(limit.admits(0, true, MAX_WAIT_MS, now)).toBe(true);
            now += limit.waitMs(now);
            limit.take(now);
          }
          expect(now).toBeLessThanOrEqual((backlog * 1000) / perSecond + MAX_WAIT_MS);
        },
      ),
    );
  });
});
