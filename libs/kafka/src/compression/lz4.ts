/**
 * Decompresses an LZ4 frame (github.com/lz4/lz4, doc/lz4_Frame_format.md). Written here because the packaged decoders
 * take no limit on their output: a few kilobytes from upstream could fill the memory. Checksums are not verified.
 */
export function decompressLz4Frame(frame: Buffer, maxBytes: number): Buffer {
  if (frame.length < 7 || frame.readUInt32LE(0) !== MAGIC) throw new Error('not an LZ4 frame');
  const flags = frame.readUInt8(4);
  const hasBlockChecksum = (flags & 0x10) !== 0;
  const headerBytes = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  const output = new GrowingBuffer(Math.min(maxBytes, frame.length * 4), maxBytes);
  for (let offset = headerBytes; ;) {
    const size = frame.readUInt32LE(offset);
    offset += 4;
    if (size === 0) return output.take();
    const length = size & 0x7fffffff;
    const block = frame.subarray(offset, offset + length);
    if (block.length < length) throw new RangeError('LZ4 block is cut off');
    if (size > 0x7fffffff) output.append(block);
    else decompressBlock(block, output);
    offset += length + (hasBlockChecksum ? 4 : 0);
  }
}

const MAGIC = 0x184d2204;
const MIN_MATCH = 4;

function decompressBlock(block: Buffer, output: GrowingBuffer): void {
  let at = 0;
  const extended = (nibble: number): number => {
    let length = nibble;
    if (nibble !== 15) return length;
    for (let byte = 255; byte === 255;) {
      byte = block.readUInt8(at++);
      length += byte;
    }
    return length;
  };
  while (at < block.length) {
    const token = block.readUInt8(at++);
    const literals = extended(token >> 4);
    if (at + literals > block.length) throw new RangeError('LZ4 literals are cut off');
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at >= block.length) return;
    const distance = block.readUInt16LE(at);
    at += 2;
    output.repeat(distance, extended(token & 15) + MIN_MATCH);
  }
}

class GrowingBuffer {
  #bytes: Buffer;
  #length = 0;
  readonly #maxBytes: number;

  constructor(initialBytes: number, maxBytes: number) {
    this.#bytes = Buffer.allocUnsafe(initialBytes);
    this.#maxBytes = maxBytes;
  }

  append(bytes: Buffer): void {
    this.#reserve(bytes.length);
    bytes.copy(this.#bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Copies what was written `distance` bytes ago; source and target may overlap, which repeats a pattern. */
  repeat(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw new RangeError('LZ4 match lies before the data');
    this.#reserve(length);
    const target = this.#length;
    if (distance >= length) this.#bytes.copyWithin(target, target - distance, target - distance + length);
    else for (let i = 0; i < length; i++) this.#bytes[target + i] = this.#bytes[target + i - distance] ?? 0;
    this.#length += length;
  }

  take(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed > this.#maxBytes) throw new RangeError(`more than ${this.#maxBytes} bytes come out`);
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.#maxBytes, Math.max(needed, this.#bytes.length * 2)));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
