import { randomBytes } from 'node:crypto';

/** A new secret: `whsec_` and 64 hex digits, valid as hex, as base64 and as text, so that every scheme can use it. */
export function generateSecret(): string {
  return `whsec_${randomBytes(32).toString('hex')}`;
}
