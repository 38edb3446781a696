import { describe, expect, it } from '@jest/globals';
import { SecretError } from './key.ts';
import { generatePrivateKey, publicKeyOf, signerOf, verifierOf } from './key-pair.ts';

/** RFC 8032, section 7.1, test 1. */
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const publicBytes = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');

const privateKey = (...parts: Buffer[]) => `whsk_${Buffer.concat(parts).toString('base64')}`;
const publicKey = `whpk_${publicBytes.toString('base64')}`;

describe('publicKeyOf', () => {
  it('derives it from a seed, with or without the public key behind it', () => {
    expect(publicKeyOf(privateKey(seed))).toBe(publicKey);
    expect(publicKeyOf(privateKey(seed, publicBytes))).toBe(publicKey);
  });

  it('refuses halves that are no pair, which other libraries would sign wrongly with', () => {
    expect(() => publicKeyOf(privateKey(seed, seed))).toThrow(SecretError);
  });

  it.each([
    '',
    'whsk_',
    'whsk_!!!',
    privateKey(seed, Buffer.alloc(1)),
    publicKey,
    `whsec_${'ab'.repeat(32)}`,
  ])('refuses %j', (text) => {
    expect(() => publicKeyOf(text)).toThrow(SecretError);
    expect(() => signerOf(text)).toThrow(SecretError);
  });
});

describe('generatePrivateKey', () => {
  it('makes seed and public key, anew each time', () => {
    const [one, other] = [generatePrivateKey(), generatePrivateKey()];
    expect(Buffer.from(one.slice('whsk_'.length), 'base64')).toHaveLength(64);
    expect(publicKeyOf(one)).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect(publicKeyOf(one)).not.toBe(publicKeyOf(other));
  });
});

describe('signerOf', () => {
  it('keeps the signers that are in use, and forgets the others', () => {
    const [used, unused] = [generatePrivateKey(), generatePrivateKey()];
    const [ofUsed, ofUnused] = [signerOf(used), signerOf(unused)];
    for (let others = 0; others < 1_000; others++) {
      signerOf(generatePrivateKey());
      expect(signerOf(used)).toBe(ofUsed);
    }
    expect(signerOf(unused)).not.toBe(ofUnused);
  });
});

describe('verifierOf', () => {
  it.each(['whpk_', 'whpk_AAAA', privateKey(seed)])('refuses %j', (text) => {
    expect(() => verifierOf(text)).toThrow(SecretError);
  });
});
