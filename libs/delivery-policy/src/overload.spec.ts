import { attemptOutcomes } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import { isBack, isOverload } from './overload.ts';

describe('isOverload', () => {
  it.each(['timeout', 'connection-error', 'tls-error', 'dns-error'] as const)('is true of %s', (outcome) => {
    expect(isOverload({ outcome })).toBe(true);
  });

  it.each([408, 425, 429, 500, 502, 503, 504, 599])('is true of an answer with %i', (responseCode) => {
    expect(isOverload({ outcome: 'rejected', responseCode })).toBe(true);
  });

  it.each([301, 400, 401, 403, 404, 410, 413, 422])('is false of an answer with %i', (responseCode) => {
    expect(isOverload({ outcome: 'rejected', responseCode })).toBe(false);
  });

  it.each(['delivered', 'blocked-target', 'no-access-token', 'not-sent'] as const)(
    'is false of %s',
    (outcome) => {
      expect(isOverload({ outcome })).toBe(false);
    },
  );
});

describe('isBack', () => {
  it.each([
    ['delivered', 200],
    ['rejected', 404],
    ['rejected', 302],
  ] as const)('is true of an answer that is none of overload: %s %i', (outcome, responseCode) => {
    expect(isBack({ outcome, responseCode })).toBe(true);
  });

  it('is false of answers of overload', () => {
    for (const responseCode of [429, 503]) expect(isBack({ outcome: 'rejected', responseCode })).toBe(false);
  });

  it.each(attemptOutcomes.filter((outcome) => outcome !== 'delivered' && outcome !== 'rejected'))(
    'is false where the receiver has not answered: %s',
    (outcome) => {
      expect(isBack({ outcome })).toBe(false);
    },
  );
});
