import { randomFillSync } from 'node:crypto';
import { timeOrderedUuid } from '@casewire/events';

const ENTROPY_BYTES = 10;

/** Filled for many ids at once: asking for ten bytes costs nearly as much as asking for four thousand. */
const pool = Buffer.alloc(400 * ENTROPY_BYTES);
let used = pool.length;

/** Id of an attempt: a random UUIDv7, because one release can be attempted twice if a process dies between. */
export function newAttemptId(startedAt: number): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const entropy = pool.subarray(used, used + ENTROPY_BYTES);
  used += ENTROPY_BYTES;
  return timeOrderedUuid(startedAt, entropy);
}
