import { describe, expect, it } from '@jest/globals';
import { retryAfterAt } from './retry-after.ts';

const now = Date.parse('2026-11-21T00:00:00Z');

describe('retryAfterAt', () => {
  it.each([429, 503])('reads seconds and HTTP dates of a %d', (status) => {
    expect(retryAfterAt(status, '120', now)).toBe(now + 120_000);
    expect(retryAfterAt(status, ' Sat, 21 Nov 2026 00:01:00 GMT', now)).toBe(now + 60_000);
  });

  it.each(['', 'soon', '-5', '1.5', '2026-11-21', '99999999999', 'x GMT'])('ignores %j', (header) => {
    expect(retryAfterAt(429, header, now)).toBeUndefined();
  });

  it('hears only 429 and 503', () => {
    expect(retryAfterAt(500, '120', now)).toBeUndefined();
    expect(retryAfterAt(429, undefined, now)).toBeUndefined();
  });
});
