import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeBase64, SecretError } from './key.ts';

const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';

/** An ed25519 seed (RFC 8032, section 5.1.5), which is all of the private key. */
const SEED_BYTES = 32;
const PUBLIC_BYTES = 32;

/** What PKCS #8 and X.509 put before the 32 bytes of an ed25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Signers kept ready, because making one from its text costs twice the signature. Beyond, the one that was used longest
 * ago is forgotten. A map keeps the order of use: a receiver installs this library without any other.
 */
const MAX_SIGNERS = 1_000;
const signers = new Map<string, KeyObject>();

/** A new private key: `whsk_` and the base64 of 64 bytes, the seed and the public key. */
export function generatePrivateKey(): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length);
  return PRIVATE_PREFIX + Buffer.concat([seed, publicBytes(publicKey)]).toString('base64');
}

/**
 * The public key, `whpk_` and base64, that verifies what a private key signs.
 * @throws SecretError if it is not a private key of 32 bytes (seed) or 64 (seed and public key), or if the two halves
 * are not a pair.
 */
export function publicKeyOf(privateKey: string): string {
  const bytes = decodePrivateKey(privateKey);
  const derived = publicBytes(createPublicKey(toSigner(bytes)));
  const stated = bytes.subarray(SEED_BYTES);
  if (stated.length > 0 && !stated.equals(derived)) {
    throw new SecretError('the private key holds another public key than its own');
  }
  return PUBLIC_PREFIX + derived.toString('base64');
}

/** @throws SecretError if the text is not a private key */
export function signerOf(privateKey: string): KeyObject {
  const signer = signers.get(privateKey) ?? toSigner(decodePrivateKey(privateKey));
  signers.delete(privateKey);
  signers.set(privateKey, signer);
  if (signers.size > MAX_SIGNERS) {
    const [unusedLongest = ''] = signers.keys();
    signers.delete(unusedLongest);
  }
  return signer;
}

/** @throws SecretError if the text is not `whpk_` and the base64 of 32 bytes */
export function verifierOf(publicKey: string): KeyObject {
  const bytes = decodePrefixed(publicKey, PUBLIC_PREFIX);
  if (bytes?.length !== PUBLIC_BYTES) {
    throw new SecretError(`the public key is not ${PUBLIC_PREFIX} and the base64 of ${PUBLIC_BYTES} bytes`);
  }
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: 'der', type: 'spki' });
}

function toSigner(bytes: Buffer): KeyObject {
  const key = Buffer.concat([PKCS8_PREFIX, bytes.subarray(0, SEED_BYTES)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function publicBytes(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

function decodePrivateKey(text: string): Buffer {
  const bytes = decodePrefixed(text, PRIVATE_PREFIX);
  if (bytes?.length === SEED_BYTES || bytes?.length === SEED_BYTES + PUBLIC_BYTES) return bytes;
  throw new SecretError(`the private key is not ${PRIVATE_PREFIX} and the base64 of 32 or 64 bytes`);
}

/** Undefined if the text does not begin with the prefix, or goes on with something else than base64. */
function decodePrefixed(text: string, prefix: string): Buffer | undefined {
  if (!text.startsWith(prefix)) return undefined;
  return decodeBase64(text.slice(prefix.length));
}
