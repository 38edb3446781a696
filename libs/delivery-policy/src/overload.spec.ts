import { describe, expect, it } from '@jest/globals';
import { isOverload } from './overload.ts';

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
