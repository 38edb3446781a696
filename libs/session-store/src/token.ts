import { createHash, randomBytes } from 'node:crypto';

/** Nobody guesses 256 random bits, so one round of SHA-256 is enough to store a token. */
const TOKEN_BYTES = 32;

/** The form of every token: base64url. */
export const TOKEN_PATTERN = /^[\w-]{43}$/;

/** A new secret of a session's cookie, or of a portal link. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The form in which a token is stored and looked up. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
