import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateApiKey, toBase62 } from './generate-api-key.ts';

describe('generateApiKey', () => {
  it('says what the key is for, and never gives one twice', () => {
    expect(generateApiKey('sandbox')).toMatch(/^cw_sandbox_[0-9A-Za-z]{43}$/);
    expect(generateApiKey('production')).toMatch(/^cw_production_[0-9A-Za-z]{43}$/);
    expect(generateApiKey('sandbox')).not.toBe(generateApiKey('sandbox'));
  });
});

describe('toBase62', () => {
  it('gives different bytes different digits, all of the same length', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(toBase62(one)).toHaveLength(43);
        expect(toBase62(one) === toBase62(other)).toBe(one.equals(other));
      }),
    );
    expect(toBase62(Buffer.alloc(32, 255))).toHaveLength(43);
  });
});
