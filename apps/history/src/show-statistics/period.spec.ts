import { Problem } from '@casewire/rest';
import { describe, expect, it } from '@jest/globals';
import { periodOf } from './period.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const now = Date.parse('2030-01-31T12:34:56Z');

function ago(ms: number): Date {
  return new Date(now - ms);
}

describe('the period of statistics', () => {
  it.each([
    ['an hour', HOUR_MS, '1m', 'minute'],
    ['a day', DAY_MS, '15m', 'minute'],
    ['a week', 7 * DAY_MS, '1h', 'hour'],
    ['a month', 30 * DAY_MS, '6h', 'hour'],
    ['a year', 365 * DAY_MS, '1d', 'day'],
  ])('has, for %s, no more steps than a chart has room for', (_, ms, step, kept) => {
    const period = periodOf({ from: ago(ms) }, now);
    expect(period).toMatchObject({ step, kept: { name: kept } });
    expect(period.from).toBeLessThanOrEqual(now - ms);
    expect(period.to).toBeGreaterThanOrEqual(now);
    expect([period.from % period.stepMs, period.to % period.stepMs]).toEqual([0, 0]);
  });

  it('is the last day where nothing is asked for', () => {
    expect(periodOf({}, now)).toEqual(periodOf({ from: ago(DAY_MS), to: ago(0) }, now));
  });

  it('of some minutes long ago has the steps that are kept', () => {
    expect(periodOf({ from: ago(3 * DAY_MS), to: ago(3 * DAY_MS - 60_000) }, now).step).toBe('1h');
  });

  it('is not complete where an attempt may be under way', () => {
    const partialFrom = Date.parse('2030-01-31T12:33:00Z');
    expect(periodOf({ step: '1m' }, now).partialFrom).toBe(partialFrom);
    expect(periodOf({ step: '1d' }, now).partialFrom).toBe(Date.parse('2030-01-31T00:00:00Z'));
    expect(periodOf({ step: '1m', from: ago(30_000) }, now).partialFrom).toBe(
      Date.parse('2030-01-31T12:34:00Z'),
    );
    expect(periodOf({ step: '1m', from: ago(HOUR_MS), to: ago(HOUR_MS / 2) }, now).partialFrom).toBeNull();
  });

  it.each([
    [
      'begins before what is kept',
      { from: ago(3 * DAY_MS), step: '5m' },
      '2030-01-29T12:35:00.000Z or later, or a longer step',
    ],
    ['begins before all that is kept', { from: ago(500 * DAY_MS) }, '2028-12-28T00:00:00.000Z or later'],
    ['ends before it begins', { from: ago(1_000), to: ago(2_000) }, 'an instant before both'],
    ['has not begun', { from: new Date(now + 1) }, 'an instant before both'],
  ] as const)('that %s is refused with what is accepted', (_, query, accepted) => {
    let problem: unknown;
    try {
      periodOf(query, now);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: 'invalid-parameter', errors: [{ path: 'from', accepted }] });
  });
});
