import { crc32c } from '@node-rs/crc32';
import type { Message } from 'kafkajs';
import type { ByteWriter } from './byte-writer.ts';

type Headers = NonNullable<Message['headers']>;

/** The format's version, which a batch carries behind its length and its leader's epoch. */
export const MAGIC = 2;
/** Neither compressed nor of a transaction; the timestamps are the producer's. */
const NO_ATTRIBUTES = 0;
const NO_PRODUCER = -1n;

/**
 * Writes records as one batch (Kafka documentation, "Record Batch", version 2), uncompressed and without the sequence
 * numbers of an idempotent producer.
 * @param now milliseconds since the epoch
 */
export function writeRecordBatch(writer: ByteWriter, records: readonly Message[], now: number): void {
  const timestamps = records.map(({ timestamp }) => (timestamp === undefined ? now : Number(timestamp)));
  const [firstTimestamp = now] = timestamps;
  writer.int64(0n);
  const length = writer.skip(4);
  writer.int32(0);
  writer.int8(MAGIC);
  const checksum = writer.skip(4);
  const checked = writer.length;
  writer.int16(NO_ATTRIBUTES);
  writer.int32(records.length - 1);
  writer.int64(BigInt(firstTimestamp));
  writer.int64(BigInt(timestamps.reduce((latest, each) => Math.max(latest, each), firstTimestamp)));
  writer.int64(NO_PRODUCER);
  writer.int16(0);
  writer.int32(0);
  writer.int32(records.length);
  for (const [index, record] of records.entries()) {
    writer.sized(() => {
      writer.int8(0);
      writer.varint((timestamps[index] ?? now) - firstTimestamp);
      writer.varint(index);
      writer.sizedValue(record.key ?? null);
      writer.sizedValue(record.value);
      writeHeaders(writer, record.headers ?? {});
    });
  }
  writer.int32At(length, writer.length - length - 4);
  writer.uint32At(checksum, crc32c(writer.written(checked)));
}

function writeHeaders(writer: ByteWriter, headers: Headers): void {
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

function valuesOf(given: Headers[string]): readonly (string | Buffer)[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}
