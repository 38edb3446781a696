/** UTF-8 needs at most this many bytes for one UTF-16 unit. */
const BYTES_PER_UNIT = 3;
/** Bytes of the length in front of what `sized` writes, if that is between 64 and 8,191 bytes. */
const USUAL_LENGTH_BYTES = 2;

/** Writes fields of Kafka's wire format one after the other: integers in network order, varints in zigzag. */
export class ByteWriter {
  #bytes: Buffer;
  #end = 0;

  /** @param expectedBytes beyond it the writer grows, at the cost of a copy */
  constructor(expectedBytes: number) {
    this.#bytes = Buffer.allocUnsafe(expectedBytes);
  }

  /** Bytes that were written. */
  get length(): number {
    return this.#end;
  }

  /** What was written from `start` on, as a view that the next write may outdate. */
  written(start = 0): Buffer {
    return this.#bytes.subarray(start, this.#end);
  }

  int8(value: number): void {
    const start = this.skip(1);
    this.#bytes.writeInt8(value, start);
  }

  int16(value: number): void {
    const start = this.skip(2);
    this.#bytes.writeInt16BE(value, start);
  }

  int32(value: number): void {
    const start = this.skip(4);
    this.#bytes.writeInt32BE(value, start);
  }

  int64(value: bigint): void {
    const start = this.skip(8);
    this.#bytes.writeBigInt64BE(value, start);
  }

  /** Leaves room for a field that `int16At`, `int32At` or `uint32At` writes later. @returns where */
  skip(bytes: number): number {
    const start = this.#end;
    this.#reserve(bytes);
    this.#end += bytes;
    return start;
  }

  int16At(position: number, value: number): void {
    this.#bytes.writeInt16BE(value, position);
  }

  int32At(position: number, value: number): void {
    this.#bytes.writeInt32BE(value, position);
  }

  uint32At(position: number, value: number): void {
    this.#bytes.writeUInt32BE(value, position);
  }

  bytes(bytes: Uint8Array): void {
    const start = this.skip(bytes.length);
    this.#bytes.set(bytes, start);
  }

  /** Writes these bytes in place of everything from `start` on. */
  replaceFrom(start: number, bytes: Uint8Array): void {
    this.#end = start;
    this.bytes(bytes);
  }

  /** Text behind its length in two bytes. */
  shortText(value: string): void {
    const bytes = Buffer.from(value);
    this.int16(bytes.length);
    this.bytes(bytes);
  }

  array<T>(items: readonly T[], write: (item: T) => void): void {
    this.int32(items.length);
    for (const item of items) write(item);
  }

  /** @param value an integer of at most 52 bits */
  varint(value: number): void {
    const zigzag = zigzagOf(value);
    this.#putVarint(this.skip(varintBytes(zigzag)), zigzag);
  }

  /** Text or bytes behind their length, which is -1 for null. */
  sizedValue(value: string | Uint8Array | null): void {
    if (value === null) {
      this.varint(-1);
    } else if (typeof value === 'string') {
      const guessed = varintBytes(zigzagOf(value.length));
      const start = this.#end;
      this.#reserve(guessed + value.length * BYTES_PER_UNIT);
      this.#end += guessed + this.#bytes.write(value, start + guessed);
      this.#putLength(start, guessed);
    } else {
      this.varint(value.length);
      this.bytes(value);
    }
  }

  /** Puts what `write` writes behind its length. */
  sized(write: () => void): void {
    const start = this.skip(USUAL_LENGTH_BYTES);
    write();
    this.#putLength(start, USUAL_LENGTH_BYTES);
  }

  /**
   * Writes a length at `start`: that of everything behind the room left for it, which is moved if the room is wrong.
   */
  #putLength(start: number, room: number): void {
    const end = this.#end;
    const zigzag = zigzagOf(end - start - room);
    const needed = varintBytes(zigzag);
    if (needed !== room) {
      if (needed > room) this.skip(needed - room);
      this.#bytes.copyWithin(start + needed, start + room, end);
      this.#end = end + needed - room;
    }
    this.#putVarint(start, zigzag);
  }

  #putVarint(position: number, zigzag: number): void {
    let at = position;
    let rest = zigzag;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[at++] = (rest % 0x80) + 0x80;
    this.#bytes[at] = rest;
  }

  #reserve(more: number): void {
    const needed = this.#end + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

function zigzagOf(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function varintBytes(zigzag: number): number {
  let bytes = 1;
  for (let rest = zigzag; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}
