import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { decompressLz4Frame } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

type Decompress = (bytes: Buffer, maxBytes: number) => Buffer;

/** By the codec number in a batch's attributes. */
const codecs: Readonly<Record<number, Decompress>> = {
  0: (bytes) => bytes,
  1: (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength }),
  2: decompressSnappy,
  3: decompressLz4Frame,
  4: (bytes, maxOutputLength) => zstdDecompressSync(bytes, { maxOutputLength }),
};

/**
 * Decompresses the records of a batch.
 * @throws Error if the codec is unknown, the bytes are damaged, or more than `maxBytes` come out.
 */
export function decompress(codec: number, bytes: Buffer, maxBytes: number): Buffer {
  const decompressWith = codecs[codec];
  if (!decompressWith) throw new Error(`compression codec ${codec} is unknown`);
  return decompressWith(bytes, maxBytes);
}
