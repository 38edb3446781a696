import { describe, expect, it } from '@jest/globals';
import { decideRelease } from './release.ts';
import { targetOf } from './testing/factories.ts';

const NOW = Date.now();

describe('decideRelease', () => {
  it('sends to an active webhook', () => {
    for (const target of [targetOf(), targetOf({ expiresAt: new Date(NOW + 1) })]) {
      expect(decideRelease({ target, cancelled: false, isStraggler: false }, NOW)).toEqual({
        kind: 'send',
        target,
      });
    }
  });

  it('puts off what was interrupted and holds up its partition', () => {
    const situation = { target: targetOf(), cancelled: false, isStraggler: true };
    expect(decideRelease(situation, NOW)).toEqual({
      kind: 'answer',
      next: { kind: 'defer', reason: 'interrupted', at: NOW + 1_000 },
    });
  });

  it('puts off what is for a paused webhook until that pause ends, and names it', () => {
    const situation = { target: targetOf({ status: 'paused', pause: 3 }), cancelled: false };
    for (const isStraggler of [false, true])
      expect(decideRelease({ ...situation, isStraggler }, NOW)).toEqual({
        kind: 'answer',
        next: {
          kind: 'defer',
          reason: 'webhook-paused',
          at: NOW + 60_000,
          hold: { kind: 'pause', number: 3 },
        },
      });
  });

  it('puts off what is for a webhook that Casewire has paused', () => {
    const target = targetOf({ ownPause: 2 });
    expect(decideRelease({ target, cancelled: false, isStraggler: false }, NOW)).toMatchObject({
      next: { reason: 'paused-by-casewire', hold: { kind: 'own-pause', number: 2 } },
    });
  });

  it('sends to a receiver whose breaker is open the probe that is out, and nothing else', () => {
    const hold = { kind: 'breaker', number: 4 } as const;
    const target = targetOf({ opening: { hold, probe: 7 } });
    const decided = (probe?: number) =>
      decideRelease({ target, cancelled: false, probe, isStraggler: false }, NOW);
    expect(decided(7)).toEqual({ kind: 'send', target });
    for (const probe of [undefined, 6])
      expect(decided(probe)).toMatchObject({ next: { reason: 'receiver-unavailable', hold } });
    const waiting = targetOf({ opening: { hold, probe: null } });
    expect(decideRelease({ target: waiting, cancelled: false, isStraggler: false }, NOW)).toMatchObject({
      next: { hold },
    });
    const paused = targetOf({ opening: { hold, probe: 7 }, status: 'paused', pause: 2 });
    expect(
      decideRelease({ target: paused, cancelled: false, probe: 7, isStraggler: false }, NOW),
    ).toMatchObject({
      next: { hold: { kind: 'pause', number: 2 } },
    });
  });

  it.each([
    ['a cancelled invocation', { target: targetOf(), cancelled: true }, { kind: 'cancelled' }],
    [
      'a deleted webhook',
      { target: targetOf({ deletedAt: new Date() }), cancelled: false },
      { kind: 'cancelled' },
    ],
    ['no webhook', { target: undefined, cancelled: false }, { kind: 'give-up', reason: 'webhook-gone' }],
    [
      'a disabled webhook',
      { target: targetOf({ status: 'disabled' }), cancelled: false },
      { kind: 'give-up', reason: 'webhook-disabled' },
    ],
    [
      'a webhook whose receiver is gone',
      { target: targetOf({ status: 'disabled', statusReason: 'gone' }), cancelled: false },
      { kind: 'give-up', reason: 'gone' },
    ],
    [
      'an expired webhook',
      { target: targetOf({ expiresAt: new Date(NOW) }), cancelled: false },
      { kind: 'give-up', reason: 'webhook-expired' },
    ],
  ])('sends nothing to %s', (_, situation, next) => {
    for (const isStraggler of [false, true])
      expect(decideRelease({ ...situation, isStraggler }, NOW)).toEqual({ kind: 'answer', next });
  });
});
