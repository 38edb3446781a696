import { describe, expect, it } from '@jest/globals';
import { decodeKey, SecretError } from './key.ts';

const generated = `whsec_${'0f'.repeat(32)}`;

describe('decodeKey', () => {
  it('reads a generated secret as text, as hex and as base64', () => {
    expect(decodeKey(generated, 'utf8').toString()).toBe(generated);
    expect(decodeKey(generated, 'hex')).toEqual(Buffer.alloc(32, 0x0f));
    expect(decodeKey(generated, 'base64')).toHaveLength(48);
  });

  it('does not need the prefix', () => {
    expect(decodeKey('00ff', 'hex')).toEqual(Buffer.from([0, 255]));
  });

  it.each([
    ['whsec_abc', 'hex'],
    ['whsec_zz', 'hex'],
    ['whsec_', 'hex'],
    ['whsec_a', 'base64'],
    ['whsec_ab-_', 'base64'],
    ['whsec_', 'base64'],
    ['', 'utf8'],
    [`whsk_${'ab'.repeat(32)}`, 'utf8'],
  ] as const)('refuses %j as %s without repeating it', (secret, encoding) => {
    expect(() => decodeKey(secret, encoding)).toThrow(SecretError);
  });
});
