/** A varint of 64 bits has this many bytes at most. */
const VARINT_END = 10;

/** Reads the fields of Kafka's wire format in order: integers in network order, varints in zigzag. */
export class ByteReader {
  readonly bytes: Buffer;
  /** Where the next field begins. */
  position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  int8(): number {
    return this.bytes.readInt8(this.#pass(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#pass(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#pass(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.#pass(8));
  }

  /**
   * A varint or varlong; one of more than 53 bits is rounded.
   * @throws RangeError if it does not end
   */
  varint(): number {
    let zigzag = 0;
    let scale = 1;
    for (let count = 0; count < VARINT_END; count++) {
      const byte = this.bytes[this.position];
      if (byte === undefined) break;
      this.position += 1;
      if (byte < 0x80) {
        zigzag += byte * scale;
        return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      }
      zigzag += (byte - 0x80) * scale;
      scale *= 0x80;
    }
    throw new RangeError('a varint does not end');
  }

  /**
   * Passes over the next bytes. @returns where they begin
   * @throws RangeError if there are not as many
   */
  skip(length: number): number {
    if (length < 0 || length > this.remaining) throw new RangeError(`${length} bytes are not there`);
    return this.#pass(length);
  }

  /** The next bytes, as a view. */
  view(length: number): Buffer {
    const start = this.skip(length);
    return this.bytes.subarray(start, this.position);
  }

  /** Text behind its length in two bytes. */
  shortText(): string {
    return this.text(this.int16());
  }

  /** Items behind their number; -1 means none, as 0 does. */
  array<T>(read: () => T): T[] {
    const items: T[] = [];
    for (let count = this.int32(); count > 0; count--) items.push(read());
    return items;
  }

  /** Bytes behind their length; null where the length is -1. */
  nullableView(): Buffer | null {
    const length = this.varint();
    return length === -1 ? null : this.view(length);
  }

  /** The next bytes as UTF-8. Bytes that are not are replaced by U+FFFD. */
  text(length: number): string {
    const start = this.skip(length);
    return this.bytes.toString('utf8', start, this.position);
  }

  #pass(length: number): number {
    const start = this.position;
    this.position += length;
    return start;
  }
}
