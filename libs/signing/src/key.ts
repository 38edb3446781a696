import type { KeyEncoding } from './scheme.ts';

const PREFIX = 'whsec_';

const HEX = /^(?:[0-9a-fA-F]{2})+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** A secret that does not decode as its key encoding needs. It never names the secret itself. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly code = 'undecodable-secret';
}

/**
 * The HMAC key that a secret stands for.
 * @throws SecretError if the secret is empty or not in the given encoding.
 */
export function decodeKey(secret: string, encoding: KeyEncoding): Buffer {
  if (encoding === 'utf8') return nonEmpty(Buffer.from(secret, 'utf8'), encoding);
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  if (!(encoding === 'hex' ? HEX : BASE64).test(text)) {
    throw new SecretError(`the secret is not ${encoding} after its optional ${PREFIX} prefix`);
  }
  return nonEmpty(Buffer.from(text, encoding), encoding);
}

function nonEmpty(key: Buffer, encoding: KeyEncoding): Buffer {
  if (key.length === 0) throw new SecretError(`the secret decodes to no bytes as ${encoding}`);
  return key;
}
