import { describe, expect, it } from '@jest/globals';
import { decideRelease, PAUSED_RECHECK_MS } from './decide-release.ts';
import { targetOf } from './testing/factories.ts';

const now = 1000;

describe('decideRelease', () => {
  it('sends to an active webhook', () => {
    const target = targetOf();
    expect(decideRelease({ target, cancelled: false }, now)).toEqual({ kind: 'send', target });
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
      'a paused webhook',
      { target: targetOf({ status: 'paused' }), cancelled: false },
      { kind: 'defer', reason: 'webhook-paused', at: now + PAUSED_RECHECK_MS },
    ],
  ])('sends nothing to %s', (_, situation, next) => {
    expect(decideRelease(situation, now)).toEqual({ kind: 'answer', next });
  });
});
