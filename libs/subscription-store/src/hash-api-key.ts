import { createHash } from 'node:crypto';

/** The form in which a key is stored and looked up. A key has 256 random bits, so one round of SHA-256 is enough. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
