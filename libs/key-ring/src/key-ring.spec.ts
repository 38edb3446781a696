import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyRingFormatError, TamperedCiphertextError, UnknownKeyError } from './errors.ts';
import { parseKeyRing } from './parse-key-ring.ts';

const oldKey = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const newKey = `new:${Buffer.alloc(32, 2).toString('base64')}`;

describe('KeyRing', () => {
  it('opens what it sealed, whatever the text and the context', () => {
    const ring = parseKeyRing(oldKey);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
        expect(ring.decrypt(ring.encrypt(text, context), context).toString()).toBe(
          Buffer.from(text).toString(),
        );
      }),
    );
  });

  it('never seals twice to the same bytes', () => {
    const ring = parseKeyRing(oldKey);
    expect(ring.encrypt('secret', 'a').ciphertext).not.toEqual(ring.encrypt('secret', 'a').ciphertext);
  });

  it('notices one flipped bit anywhere', () => {
    const ring = parseKeyRing(oldKey);
    const sealed = ring.encrypt('a secret of some length', 'webhook');
    fc.assert(
      fc.property(fc.nat(sealed.ciphertext.length * 8 - 1), (bit) => {
        const ciphertext = Buffer.from(sealed.ciphertext);
        ciphertext[bit >> 3] = (ciphertext[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => ring.decrypt({ ...sealed, ciphertext }, 'webhook')).toThrow(TamperedCiphertextError);
      }),
    );
  });

  it('does not open in another context', () => {
    const ring = parseKeyRing(oldKey);
    expect(() => ring.decrypt(ring.encrypt('secret', 'webhook-1'), 'webhook-2')).toThrow(
      TamperedCiphertextError,
    );
  });

  it('refuses bytes too short to be a ciphertext', () => {
    const sealed = { keyId: 'old', ciphertext: Buffer.alloc(27) };
    expect(() => parseKeyRing(oldKey).decrypt(sealed, '')).toThrow(TamperedCiphertextError);
  });

  it('encrypts with the first key and still opens what the others sealed', () => {
    const sealed = parseKeyRing(oldKey).encrypt('secret', 'a');
    const rotated = parseKeyRing(`${newKey},${oldKey}`);
    expect(rotated.decrypt(sealed, 'a').toString()).toBe('secret');
    expect(rotated.encrypt('secret', 'a').keyId).toBe('new');
  });

  it('names the key it lacks', () => {
    const sealed = parseKeyRing(newKey).encrypt('secret', 'a');
    expect(() => parseKeyRing(oldKey).decrypt(sealed, 'a')).toThrow(new UnknownKeyError('new'));
  });
});

describe('parseKeyRing', () => {
  it.each([
    ['nothing', ''],
    ['no id', Buffer.alloc(32).toString('base64')],
    ['a short key', `a:${Buffer.alloc(31).toString('base64')}`],
    ['characters outside base64', 'a:!!!!'],
    ['an id that stands twice', `${oldKey},${oldKey}`],
    ['a trailing comma', `${oldKey},`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseKeyRing(text)).toThrow(KeyRingFormatError);
  });

  it('does not show the key in its error', () => {
    const secret = Buffer.alloc(31, 7).toString('base64');
    expect(() => parseKeyRing(`a:${secret}`)).toThrow(expect.not.stringContaining(secret));
  });
});
