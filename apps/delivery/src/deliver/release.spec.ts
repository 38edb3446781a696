import { describe, expect, it } from '@jest/globals';
import { decideRelease } from './release.ts';
import { targetOf } from './testing/factories.ts';

describe('decideRelease', () => {
  it('sends to an active webhook', () => {
    const target = targetOf();
    expect(decideRelease({ target, cancelled: false })).toEqual({ kind: 'send', target });
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
  ])('sends nothing to %s', (_, situation, next) => {
    expect(decideRelease(situation)).toEqual({ kind: 'answer', next });
  });
});
