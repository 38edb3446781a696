import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concernsWebhook, retryAfterAt } from './retry-after.ts';

const now = Date.parse('2026-11-21T00:00:00Z');
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The forms of RFC 9110, section 5.6.7. */
function formsOf(at: number): string[] {
  const [, day = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(/,? /);
  const weekday = DAYS[new Date(at).getUTCDay()] ?? '';
  return [
    new Date(at).toUTCString(),
    `${weekday}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
    `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
  ];
}

describe('concernsWebhook', () => {
  it.each([
    [429, true],
    [503, true],
    [408, false],
    [425, false],
  ])('says of a Retry-After with a %d: %s', (status, expected) => {
    expect(concernsWebhook(status)).toBe(expected);
  });
});

describe('retryAfterAt', () => {
  it.each([408, 425, 429, 503])('reads seconds and HTTP dates of a %d', (status) => {
    expect(retryAfterAt(status, ['120'], now)).toBe(now + 120_000);
    expect(retryAfterAt(status, [' Sat, 21 Nov 2026 00:01:00 GMT'], now)).toBe(now + 60_000);
  });

  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads the form %s',
    (text) => {
      expect(retryAfterAt(503, [text], now)).toBe(Date.parse('1994-11-06T08:49:37Z'));
    },
  );

  it('reads a leap second as the second after it', () => {
    expect(retryAfterAt(503, ['Sat, 31 Dec 2016 23:59:60 GMT'], now)).toBe(
      Date.parse('2017-01-01T00:00:00Z'),
    );
  });

  it('takes a year of two digits for at most fifty years ahead', () => {
    const yearOf = (digits: string) =>
      new Date(retryAfterAt(503, [`Sunday, 06-Nov-${digits} 08:49:37 GMT`], now) ?? 0).getUTCFullYear();
    expect(['26', '76', '77', '99', '00'].map(yearOf)).toEqual([2026, 2076, 1977, 1999, 2000]);
  });

  it('takes the longest of several, in lists and in repeated headers, of any form', () => {
    const seconds = fc.integer({ min: 0, max: 40 * 365 * 86_400 });
    const element = fc.tuple(seconds, fc.integer({ min: 0, max: 3 })).map(([ahead, form]) => ({
      at: now + ahead * 1000,
      text: [...formsOf(now + ahead * 1000), String(ahead)][form] ?? '',
    }));
    const unreadable = fc
      .constantFrom('', 'soon', '-1', '1.5', 'Mon', '2026-11-21', 'GMT')
      .map((text) => ({ at: -1, text }));
    const header = fc.array(fc.oneof(element, unreadable), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(header, { minLength: 1, maxLength: 3 }), (lists) => {
        const readable = lists.flat().filter(({ at }) => at >= 0);
        const values = lists.map((list) => list.map(({ text }) => text).join(', '));
        expect(retryAfterAt(429, values, now)).toBe(
          readable.length === 0 ? undefined : Math.max(...readable.map(({ at }) => at)),
        );
      }),
    );
  });

  it.each([
    '',
    'soon',
    '-5',
    '1.5',
    '2026-11-21',
    '99999999999',
    'x GMT',
    'Sat, 31 Feb 2026 00:01:00 GMT',
    'Sat, 31 Feb 2026 23:59:60 GMT',
    'Sat, 21 Nov 2026 24:01:00 GMT',
    'Sat, 21 Foo 2026 00:01:00 GMT',
    'Sat, 21 Nov 2026 00:01:00',
    'Sat Nov 21 00:01:00 2026 GMT',
  ])('ignores %j', (header) => {
    expect(retryAfterAt(429, [header], now)).toBeUndefined();
  });

  it('does not count with an answer that says nothing of later', () => {
    for (const status of [200, 302, 400, 404, 409, 410, 500, 502, 504])
      expect(retryAfterAt(status, ['120'], now)).toBeUndefined();
    expect(retryAfterAt(429, undefined, now)).toBeUndefined();
  });
});
