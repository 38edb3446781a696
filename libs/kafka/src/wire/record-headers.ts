import { isAscii, isUtf8 } from 'node:buffer';
import type { RecordHeaders } from '@casewire/events';
import type { RawHeaders } from '../record.ts';
import { ByteReader } from './byte-reader.ts';

/** Headers as text: the last one of equal keys. */
export interface HeaderText {
  readonly headers: RecordHeaders;
  /** False if a key or value is not valid UTF-8, so that `headers` differs from what was sent. */
  readonly isText: boolean;
  /** How many headers there are. If it is more than `headers` has, a key occurs several times. */
  readonly count: number;
}

const REPLACEMENT = '\uFFFD';

/**
 * Passes over the headers of a record: their number, then key and value of each.
 * @returns where they begin
 * @throws RangeError if they end too early
 */
export function passHeaders(reader: ByteReader): number {
  const start = reader.position;
  const count = reader.varint();
  for (let passed = 0; passed < count; passed++) {
    reader.skip(reader.varint());
    reader.skip(Math.max(0, reader.varint()));
  }
  return start;
}

/**
 * Reads the headers of a record.
 * @throws RangeError if the bytes end too early
 */
export function readHeaders(bytes: Buffer): HeaderText {
  const reader = new ByteReader(bytes);
  const textAt = textReader(bytes);
  const headers: RecordHeaders = {};
  let isText = true;
  const count = reader.varint();
  for (let read = 0; read < count; read++) {
    const nameStart = reader.skip(reader.varint());
    const name = textAt(nameStart, reader.position);
    const length = reader.varint();
    const start = reader.skip(Math.max(0, length));
    const value = textAt(start, reader.position);
    headers[name] = value;
    if (name.includes(REPLACEMENT)) isText = false;
    // The replacement character may be what was sent.
    if (value.includes(REPLACEMENT)) isText &&= isUtf8(bytes.subarray(start, reader.position));
  }
  return { headers, isText, count };
}

/**
 * Reads one header as text, the last one if its key occurs several times.
 * @param name in ASCII
 * @throws RangeError if the bytes end too early
 */
export function readHeader(bytes: Buffer, name: string): string | undefined {
  const reader = new ByteReader(bytes);
  let text: string | undefined;
  for (let left = reader.varint(); left > 0; left--) {
    const nameBytes = reader.varint();
    const nameStart = reader.skip(nameBytes);
    const start = reader.position;
    const length = Math.max(0, reader.varint());
    const valueStart = reader.skip(length);
    if (nameBytes === name.length && bytes.toString('latin1', nameStart, start) === name) {
      text = bytes.toString('utf8', valueStart, reader.position);
    }
  }
  return text;
}

/** Nearly all headers are ASCII. Then one conversion serves every text in them, in a third of the time. */
function textReader(bytes: Buffer): (start: number, end: number) => string {
  if (!isAscii(bytes)) return (start, end) => bytes.toString('utf8', start, end);
  const text = bytes.toString('latin1');
  return (start, end) => text.slice(start, end);
}

/** Reads the headers of a record as bytes; as an array where a key occurs several times. */
export function readRawHeaders(bytes: Buffer): RawHeaders {
  const reader = new ByteReader(bytes);
  const headers: Record<string, Buffer | null | (Buffer | null)[]> = {};
  const count = reader.varint();
  for (let read = 0; read < count; read++) {
    const name = reader.text(reader.varint());
    const value = reader.nullableView();
    const earlier = Object.hasOwn(headers, name) ? headers[name] : undefined;
    // In place: upstream may repeat a name tens of thousands of times.
    if (Array.isArray(earlier)) earlier.push(value);
    else headers[name] = earlier === undefined ? value : [earlier, value];
  }
  return headers;
}
