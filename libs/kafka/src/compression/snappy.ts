import { uncompress } from 'snappyjs';

/** What xerial's snappy-java, and with it every Java producer, writes in front of its blocks. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/** Decompresses plain snappy, or blocks in xerial framing: each preceded by its int32 length. */
export function decompressSnappy(bytes: Buffer, maxBytes: number): Buffer {
  if (!bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return uncompress(bytes, maxBytes);
  const blocks: Buffer[] = [];
  let room = maxBytes;
  for (let offset = XERIAL_HEADER_BYTES; offset < bytes.length;) {
    const length = bytes.readInt32BE(offset);
    offset += 4;
    if (length < 0 || offset + length > bytes.length) throw new RangeError('snappy block is cut off');
    const block = uncompress(bytes.subarray(offset, offset + length), room);
    room -= block.length;
    offset += length;
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}
