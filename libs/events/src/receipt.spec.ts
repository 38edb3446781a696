import { describe, expect, it } from '@jest/globals';
import { openReceipt, sealReceipt } from './receipt.ts';

const identity = Buffer.from('an identity');

describe('receipt', () => {
  it('opens to the time that was sealed', () => {
    expect(openReceipt(sealReceipt(1_700_000_000_000, identity, 'key'), identity, 'key')).toBe(
      1_700_000_000_000,
    );
  });

  it.each([
    ['of another time', sealReceipt(1_700_000_000_000, identity, 'key').replace('17', '18'), identity, 'key'],
    ['of another event', sealReceipt(1_700_000_000_000, identity, 'key'), Buffer.from('other'), 'key'],
    ['sealed with another key', sealReceipt(1_700_000_000_000, identity, 'other'), identity, 'key'],
    ['that is none', 'now', identity, 'key'],
  ])('stays shut %s', (_what, text, ofIdentity, key) => {
    expect(openReceipt(text, ofIdentity, key)).toBeUndefined();
  });
});
