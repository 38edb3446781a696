import { createHmac } from 'node:crypto';
import type { HmacAlgorithm, KeyEncoding } from './scheme.ts';

const PREFIX = 'whsec_';
const PRIVATE_KEY_PREFIX = 'whsk_';

const HEX = /^(?:[0-9a-fA-F]{2})+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** A secret that does not decode as its key encoding needs. The message never shows the secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly code = 'undecodable-secret';
}

/** Whether a secret is the private key of a pair (`whsk_`): it signs by ed25519 and not by HMAC. */
export function isPrivateKey(secret: string): boolean {
  return secret.startsWith(PRIVATE_KEY_PREFIX);
}

/**
 * The HMAC key that a secret stands for.
 * @throws SecretError if the secret is empty, not in the given encoding, or a private key.
 */
export function decodeKey(secret: string, encoding: KeyEncoding): Buffer {
  return Buffer.from(keyText(secret, encoding), encoding);
}

/**
 * An HMAC keyed with a secret. The key is passed as text with its encoding: as bytes, node wraps it in a key object,
 * which costs five times the HMAC of a usual body.
 * @throws SecretError as `decodeKey` does.
 */
export function keyedHmac(
  algorithm: HmacAlgorithm,
  secret: string,
  encoding: KeyEncoding,
): ReturnType<typeof createHmac> {
  return createHmac(algorithm, keyText(secret, encoding), { encoding });
}

/** The bytes of standard base64, padded or not; undefined for anything else. */
export function decodeBase64(text: string): Buffer | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function keyText(secret: string, encoding: KeyEncoding): string {
  const text = encoding !== 'utf8' && secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  if (isPrivateKey(secret)) throw new SecretError(`the secret is a private key (${PRIVATE_KEY_PREFIX})`);
  if (text === '') throw new SecretError('the secret is empty');
  if ((encoding === 'hex' && !HEX.test(text)) || (encoding === 'base64' && !BASE64.test(text))) {
    throw new SecretError(`the secret is not ${encoding} after its optional ${PREFIX} prefix`);
  }
  return text;
}
