import { constants, zstdCompressSync } from 'node:zlib';
import { crc32c } from '@node-rs/crc32';
import type { ByteWriter } from './byte-writer.ts';

type HeaderValue = string | Buffer;

/** Headers of a record to be written; an array writes its key several times. */
type WritableHeaders = Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>>;

/** A record to be written. */
export interface WritableRecord {
  readonly key?: string | Uint8Array | null;
  readonly value: string | Uint8Array | null;
  readonly headers?: WritableHeaders;
  /** Milliseconds since the epoch. Default: the batch's. */
  readonly timestamp?: string;
}

/** By what a broker recognises a batch that it has already. */
export interface BatchIdentity {
  /** -1: nobody's, so that a broker appends the batch as often as it comes. */
  readonly producerId: bigint;
  /** Number of the batch's first record, counted per producer and partition. */
  readonly firstSequence: number;
}

/** The format's version, which a batch carries behind its length and its leader's epoch. */
export const MAGIC = 2;
// Attributes of a batch: its codec. It is of no transaction, and the timestamps are the producer's.
const PLAIN = 0;
const ZSTD = 4;
/** Records with so many bytes, on average, are compressed. Smaller ones are not worth the time. */
const COMPRESSED_FROM = 64 * 1024;
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** It never changes: a producer that brokers do not recognise any more takes a new id. */
const PRODUCER_EPOCH = 0;
const ANONYMOUS: BatchIdentity = { producerId: -1n, firstSequence: 0 };

export interface BatchOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Default: nobody's. */
  readonly identity?: BatchIdentity;
  /** Whether large records may be compressed. Default: false. */
  readonly compresses?: boolean;
}

/** Writes records as one batch (Kafka documentation, "Record Batch", version 2). */
export function writeRecordBatch(
  writer: ByteWriter,
  records: readonly WritableRecord[],
  { now, identity: { producerId, firstSequence } = ANONYMOUS, compresses = false }: BatchOptions,
): void {
  const timestampOf = ({ timestamp }: WritableRecord) => (timestamp === undefined ? now : Number(timestamp));
  const firstTimestamp = records[0] === undefined ? now : timestampOf(records[0]);
  let lastTimestamp = firstTimestamp;
  for (const record of records) lastTimestamp = Math.max(lastTimestamp, timestampOf(record));
  writer.int64(0n);
  const length = writer.skip(4);
  writer.int32(0);
  writer.int8(MAGIC);
  const checksum = writer.skip(4);
  const checked = writer.length;
  const attributes = writer.skip(2);
  writer.int32(records.length - 1);
  writer.int64(BigInt(firstTimestamp));
  writer.int64(BigInt(lastTimestamp));
  writer.int64(producerId);
  writer.int16(PRODUCER_EPOCH);
  writer.int32(firstSequence);
  writer.int32(records.length);
  const recordsFrom = writer.length;
  let index = 0;
  for (const record of records) {
    writer.sized(() => {
      writer.int8(0);
      writer.varint(timestampOf(record) - firstTimestamp);
      writer.varint(index);
      writer.sizedValue(record.key ?? null);
      writer.sizedValue(record.value);
      writeHeaders(writer, record.headers ?? {});
    });
    index += 1;
  }
  const isLarge = writer.length - recordsFrom >= COMPRESSED_FROM * records.length;
  writer.int16At(attributes, compresses && isLarge ? compressFrom(writer, recordsFrom) : PLAIN);
  writer.int32At(length, writer.length - length - 4);
  writer.uint32At(checksum, crc32c(writer.written(checked)));
}

/** Compresses what was written from `start` on, if that makes it smaller. @returns the codec */
function compressFrom(writer: ByteWriter, start: number): number {
  const compressed = zstdCompressSync(writer.written(start), FASTEST);
  if (compressed.length >= writer.length - start) return PLAIN;
  writer.replaceFrom(start, compressed);
  return ZSTD;
}

function writeHeaders(writer: ByteWriter, headers: WritableHeaders): void {
  let count = 0;
  for (const name in headers) count += valuesOf(headers[name]).length;
  writer.varint(count);
  for (const name in headers) {
    for (const value of valuesOf(headers[name])) {
      writer.sizedValue(name);
      writer.sizedValue(value);
    }
  }
}

function valuesOf(given: WritableHeaders[string]): readonly HeaderValue[] {
  if (given === undefined) return [];
  return typeof given === 'string' || Buffer.isBuffer(given) ? [given] : given;
}
