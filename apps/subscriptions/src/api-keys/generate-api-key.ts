import { randomBytes } from 'node:crypto';
import type { Environment } from '@casewire/events';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Digits in base 62 that 32 bytes need at most. */
const DIGITS = 43;

/**
 * A new key: `cw_<environment>_` and 32 random bytes in base 62, padded to 43 digits. People and secret
 * scanners recognise it by the prefix.
 */
export function generateApiKey(environment: Environment): string {
  return `cw_${environment}_${toBase62(randomBytes(32))}`;
}

/** Reads the bytes as one big-endian number and writes it in base 62. */
export function toBase62(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let digits = '';
  for (; rest > 0n; rest /= 62n) digits = (BASE62[Number(rest % 62n)] ?? '') + digits;
  return digits.padStart(DIGITS, '0');
}
