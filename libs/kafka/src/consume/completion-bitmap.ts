/**
 * Completions beyond the committed offset, as the commit's metadata carries them. Bit i of the bitmap stands for the
 * offset `committed + 1 + i`: the committed offset itself is by definition not completed.
 */

const VERSION_PREFIX = '1:';
/** Brokers refuse longer metadata, and with it the commit (`offset.metadata.max.bytes`, default 4,096). */
const MAX_METADATA_BYTES = 4_095;
const MAX_BITMAP_BYTES = Math.floor((MAX_METADATA_BYTES - VERSION_PREFIX.length) / 4) * 3;

/** Offsets beyond the committed one that a commit can remember; completions further out are repeated after a fault. */
export const BITMAP_CAPACITY = MAX_BITMAP_BYTES * 8;

/** @param completed offsets beyond `committed`, in any order; those out of reach are left out */
export function encodeCompletions(committed: number, completed: Iterable<number>): string {
  const bitmap = new Uint8Array(MAX_BITMAP_BYTES);
  let used = 0;
  for (const offset of completed) {
    const bit = offset - committed - 1;
    if (bit < 0 || bit >= BITMAP_CAPACITY) continue;
    const byte = bit >> 3;
    bitmap[byte] = (bitmap[byte] ?? 0) | (1 << (bit & 7));
    used = Math.max(used, byte + 1);
  }
  return used === 0 ? '' : VERSION_PREFIX + Buffer.from(bitmap.buffer, 0, used).toString('base64');
}

/** Completed offsets in ascending order; none if the metadata is not from `encodeCompletions`. */
export function decodeCompletions(committed: number, metadata: string | null): number[] {
  if (!metadata?.startsWith(VERSION_PREFIX)) return [];
  const completed: number[] = [];
  const bitmap = Buffer.from(metadata.slice(VERSION_PREFIX.length), 'base64');
  for (const [byte, bits] of bitmap.entries()) {
    for (let bit = 0; bit < 8; bit++) {
      if (bits & (1 << bit)) completed.push(committed + 1 + byte * 8 + bit);
    }
  }
  return completed;
}
