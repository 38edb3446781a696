import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountOf } from './account.ts';

describe('accountOf', () => {
  it('reads who asks and why, as the client says', () => {
    const headers = {
      'x-request-id': 'r-1',
      'casewire-claimed-name': 'J%C3%BCrgen at ACME',
      'casewire-reason': 'ticket 17',
    };
    expect(accountOf(headers)).toEqual({
      requestId: 'r-1',
      claimedName: 'Jürgen at ACME',
      reason: 'ticket 17',
    });
  });

  it('reads every printable text that is percent-encoded', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100 }), (name) => {
        const headers = { 'casewire-claimed-name': encodeURIComponent(name) };
        expect(accountOf(headers)).toEqual({ claimedName: name });
      }),
    );
  });

  it.each(['', '%', '%0A', 'J\u00fcrgen', '%ED%A0%80', 'x'.repeat(201)])(
    'refuses %j, and says what it takes',
    (value) => {
      expect(() => accountOf({ 'casewire-reason': value })).toThrow(
        expect.objectContaining({
          code: 'invalid-parameter',
          errors: [expect.objectContaining({ path: 'Casewire-Reason', accepted: expect.any(String) })],
        }),
      );
    },
  );

  it('finds nothing where nothing is said', () => {
    expect(accountOf({})).toEqual({});
  });
});
