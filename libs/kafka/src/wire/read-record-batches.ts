import { crc32 } from 'node:zlib';
import { crc32c } from '@node-rs/crc32';
import type { TopicPartition, UnreadableBatch } from '../record.ts';
import { ByteReader } from './byte-reader.ts';
import { ConsumedRecord, type BatchContext } from './consumed-record.ts';
import type { DamagedBatches } from './damaged-batches.ts';
import { passHeaders } from './record-headers.ts';
import { MAGIC } from './write-record-batch.ts';

/** Position of the format's version in a batch. */
const MAGIC_POSITION = 16;
/** The first offset, and the length of what follows. */
const PREFIX_BYTES = 12;
/** All fields before the records. */
const HEADER_BYTES = 61;
const CHECKSUM_POSITION = 17;
/** The checksum covers everything from here on. */
const CHECKED_FROM = 21;
/** In versions 0 and 1 the checksum is a CRC-32, not a CRC-32C, and stands elsewhere. */
const OLD_CHECKSUM_POSITION = 12;
const OLD_CHECKED_FROM = 16;

/**
 * Reading ends behind the batch with which so many bytes were read: a fetch of 1 MiB may hold gigabytes that are compressed.
 * The next fetch brings the rest again.
 */
const MAX_READ_BYTES = 4 * 1024 * 1024;

const CODEC = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** Decompresses the records of a batch; `codec` is the number in its attributes. */
export type Decompress = (codec: number, bytes: Buffer) => Buffer;

/** What a fetch brought of one partition. */
export interface ReadBatches {
  readonly records: readonly ConsumedRecord[];
  /**
   * The last offset that was read; undefined if there was no whole batch. In a log that was compacted it may lie behind
   * the last record, because a batch keeps its offsets when its records go.
   */
  readonly lastOffset: bigint | undefined;
}

/** One of these batches. */
interface ReadBatch extends ReadBatches {
  /** Of its records, decompressed. */
  readonly bytes: number;
}

interface BatchHeader {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly firstTimestamp: number;
  /** Time of all its records by the broker's clock; undefined if the records have their own. */
  readonly appendedAt: number | undefined;
  readonly codec: number;
  readonly isControlBatch: boolean;
  readonly context: BatchContext;
  readonly count: number;
}

/**
 * Reads the record batches (Kafka documentation, "Record Batch", version 2) that a fetch brought of one partition. A
 * batch that is cut off ends the reading: the next fetch brings it whole. So does a batch whose checksum is wrong,
 * until `damaged` says that it stays so. Such a batch, and one that is intact but cannot be decompressed or read,
 * becomes a single record with the offset of its last, so that reading goes on behind it.
 * Reading ends early if the batches hold far more than the fetch shows.
 */
export function readRecordBatches(
  from: TopicPartition,
  bytes: Buffer,
  decompress: Decompress,
  damaged: DamagedBatches,
): ReadBatches {
  const all = new ByteReader(bytes);
  const records: ConsumedRecord[] = [];
  let lastOffset: bigint | undefined;
  let readBytes = 0;
  while (all.remaining >= PREFIX_BYTES && readBytes < MAX_READ_BYTES) {
    const firstOffset = bytes.readBigInt64BE(all.position);
    const length = PREFIX_BYTES + bytes.readInt32BE(all.position + PREFIX_BYTES - 4);
    if (length > all.remaining) break;
    // Nobody knows where a batch of negative length ends.
    const batch = all.view(length < PREFIX_BYTES ? all.remaining : length);
    const isWhole = isIntact(batch);
    if (isWhole) damaged.forget(from, firstOffset);
    else if (!damaged.isLasting(from, firstOffset)) break;
    const read = isWhole ? readBatch(from, batch, decompress) : setAsideDamaged(from, batch);
    for (const record of read.records) records.push(record);
    lastOffset = read.lastOffset;
    readBytes += read.bytes;
  }
  return { records, lastOffset };
}

/** Checked always: it costs 0.2 us a KB, and a flipped bit may as well yield a wrong value as an unreadable one. */
function isIntact(batch: Buffer): boolean {
  const magic = batch[MAGIC_POSITION];
  if (magic === 0 || magic === 1) {
    return batch.readUInt32BE(OLD_CHECKSUM_POSITION) === crc32(batch.subarray(OLD_CHECKED_FROM));
  }
  if (magic !== MAGIC || batch.length < HEADER_BYTES) return false;
  return batch.readUInt32BE(CHECKSUM_POSITION) === crc32c(batch.subarray(CHECKED_FROM));
}

function readBatch(from: TopicPartition, bytes: Buffer, decompress: Decompress): ReadBatch {
  if (bytes[MAGIC_POSITION] !== MAGIC) return setAsideOldFormat(from, bytes);
  const reader = new ByteReader(bytes);
  const header = readBatchHeader(reader);
  const { lastOffset } = header;
  try {
    const rest = reader.view(reader.remaining);
    const body = header.codec === 0 ? rest : decompress(header.codec, rest);
    return { records: readRecords(from, header, new ByteReader(body)), lastOffset, bytes: body.length };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return setAside(from, bytes, header, { reason: 'unreadable-batch', detail });
  }
}

function readBatchHeader(reader: ByteReader): BatchHeader {
  const firstOffset = reader.int64();
  // Skips the length, the leader's epoch, the version and the checksum.
  reader.skip(13);
  const attributes = reader.int16();
  const lastOffset = firstOffset + BigInt(reader.int32());
  const firstTimestamp = Number(reader.int64());
  const lastTimestamp = Number(reader.int64());
  const producerId = String(reader.int64());
  // Skips the producer's epoch and the first sequence number.
  reader.skip(6);
  return {
    firstOffset,
    lastOffset,
    firstTimestamp,
    appendedAt: (attributes & APPEND_TIME) === 0 ? undefined : lastTimestamp,
    codec: attributes & CODEC,
    isControlBatch: (attributes & CONTROL) !== 0,
    context: { producerId, inTransaction: (attributes & TRANSACTIONAL) !== 0 },
    count: reader.int32(),
  };
}

function readRecords(from: TopicPartition, header: BatchHeader, reader: ByteReader): ConsumedRecord[] {
  const records: ConsumedRecord[] = [];
  for (let read = 0; read < header.count; read++) {
    // Copied: a view would keep the whole response of up to 10 MiB while one of its records is in flight.
    records.push(readRecord(from, header, Buffer.from(reader.view(reader.varint()))));
  }
  return records;
}

function readRecord(from: TopicPartition, header: BatchHeader, bytes: Buffer): ConsumedRecord {
  const reader = new ByteReader(bytes);
  reader.int8();
  const timestampDelta = reader.varint();
  const offsetDelta = reader.varint();
  const key = reader.nullableView();
  const value = reader.nullableView();
  return new ConsumedRecord(from, {
    offset: header.firstOffset + BigInt(offsetDelta),
    timestamp: header.appendedAt ?? header.firstTimestamp + timestampDelta,
    key,
    value,
    headerBytes: bytes.subarray(passHeaders(reader)),
    batchContext: header.context,
    isControlRecord: header.isControlBatch,
  });
}

/** The offsets of a batch that is set aside, and what else is known of it. */
type SetAsideAt = Pick<BatchHeader, 'firstOffset' | 'lastOffset'> & Partial<BatchHeader>;

function setAside(
  from: TopicPartition,
  bytes: Buffer,
  { firstOffset, lastOffset, appendedAt, firstTimestamp = 0, context = NO_PRODUCER }: SetAsideAt,
  why: Pick<UnreadableBatch, 'reason' | 'detail'>,
): ReadBatch {
  const standIn = new ConsumedRecord(from, {
    offset: lastOffset,
    timestamp: appendedAt ?? firstTimestamp,
    key: null,
    value: Buffer.from(bytes),
    batchContext: context,
    isControlRecord: false,
    unreadable: { firstOffset, ...why },
  });
  return { records: [standIn], lastOffset, bytes: bytes.length };
}

const NO_PRODUCER: BatchContext = { producerId: '-1', inTransaction: false };

/** Before 0.11 Kafka wrote versions 0 and 1, where an entry is one message or one compressed set of them. */
function setAsideOldFormat(from: TopicPartition, bytes: Buffer): ReadBatch {
  const offset = bytes.readBigInt64BE(0);
  return setAside(
    from,
    bytes,
    { firstOffset: offset, lastOffset: offset },
    {
      reason: 'unreadable-batch',
      detail: `the message format is of version ${String(bytes[MAGIC_POSITION])}`,
    },
  );
}

/** Its last offset is believed only if two of its fields agree: the batches behind it must not be passed over. */
function setAsideDamaged(from: TopicPartition, bytes: Buffer): ReadBatch {
  const firstOffset = bytes.readBigInt64BE(0);
  const { count, lastOffset } =
    bytes.length < HEADER_BYTES
      ? { count: 0, lastOffset: firstOffset }
      : readBatchHeader(new ByteReader(bytes));
  const isPlausible = count > 0 && lastOffset === firstOffset + BigInt(count) - 1n;
  return setAside(
    from,
    bytes,
    { firstOffset, lastOffset: isPlausible ? lastOffset : firstOffset },
    { reason: 'corrupt-batch', detail: 'its checksum or its header is wrong, whenever it is fetched' },
  );
}
