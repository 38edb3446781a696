import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { compress } from 'snappyjs';
import { decompress } from './decompress.ts';

const text = Buffer.from('casewire '.repeat(500));
const xerialHeader = Buffer.from('82534e41505059000000000100000001', 'hex');

function framed(...blocks: Buffer[]): Buffer {
  return Buffer.concat([
    xerialHeader,
    ...blocks.flatMap((block) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(block.length);
      return [length, block];
    }),
  ]);
}

/** One literal run, then a match nine bytes back that overlaps itself. */
function lz4Frame(): Buffer {
  const matchLength = text.length - 9 - 4;
  const extension = matchLength - 15;
  const block = Buffer.concat([
    Buffer.from([0x9f]),
    text.subarray(0, 9),
    Buffer.from([9, 0]),
    Buffer.alloc(Math.floor(extension / 255), 255),
    Buffer.from([extension % 255]),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  return Buffer.concat([Buffer.from('04224d18604082', 'hex'), size, block, Buffer.alloc(4)]);
}

const compressed: [string, number, Buffer][] = [
  ['none', 0, text],
  ['gzip', 1, gzipSync(text)],
  ['snappy', 2, compress(text)],
  ['snappy of Java producers', 2, framed(compress(text.subarray(0, 100)), compress(text.subarray(100)))],
  ['lz4', 3, lz4Frame()],
  ['zstd', 4, zstdCompressSync(text)],
];

describe('decompress', () => {
  it.each(compressed)('%s', (_name, codec, bytes) => {
    expect(decompress(codec, bytes, 10_000).equals(text)).toBe(true);
  });

  it.each(compressed.slice(1))('%s does not fill the memory', (_name, codec, bytes) => {
    expect(() => decompress(codec, bytes, 1_000)).toThrow();
  });

  it('names a codec that it does not know', () => {
    expect(() => decompress(5, text, 1_000)).toThrow('codec 5');
  });
});
