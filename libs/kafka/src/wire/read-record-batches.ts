import { crc32 } from 'node:zlib';
import { crc32c } from '@node-rs/crc32';
import type { TopicPartition, UnreadableBatch } from '../record.ts';
import { ByteReader } from './byte-reader.ts';
import { ConsumedRecord, type BatchContext } from './consumed-record.ts';
import type { DamagedBatches } from './damaged-batches.ts';
import { passHeaders } from './record-headers.ts';
import { MAGIC } from './write-record-batch.ts';

/** Where a batch says in which format it is. */
const MAGIC_POSITION = 16;
/** The offset of the first record and the length of what follows. */
const PREFIX_BYTES = 12;
/** All fields in front of the records. */
const HEADER_BYTES = 61;
const CHECKSUM_POSITION = 17;
/** The checksum is that of everything from here on. */
const CHECKED_FROM = 21;
/** The same of versions 0 and 1, whose checksum is the other CRC-32. */
const OLD_CHECKSUM_POSITION = 12;
const OLD_CHECKED_FROM = 16;

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
   * The last offset that was read; undefined if there was no whole batch. Behind the last record where the log was
   * compacted: a batch keeps its offsets when its records go.
   */
  readonly lastOffset: bigint | undefined;
}

interface BatchHeader {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly firstTimestamp: number;
  /** By the broker's clock, for all records of the batch. */
  readonly appendedAt: number | undefined;
  readonly codec: number;
  readonly isControlBatch: boolean;
  readonly context: BatchContext;
  readonly count: number;
}

/**
 * Reads the record batches (Kafka documentation, "Record Batch", version 2) that a fetch brought of one partition. One
 * that is cut off ends it: the next fetch brings it whole. So does one that is damaged, as its checksum tells, until
 * `damaged` knows it for lasting. That one, and one that is intact and yet cannot be decompressed or read, becomes a
 * single record in the place of its last, so that reading goes on behind it.
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
  while (all.remaining >= PREFIX_BYTES) {
    const firstOffset = bytes.readBigInt64BE(all.position);
    const length = PREFIX_BYTES + bytes.readInt32BE(all.position + PREFIX_BYTES - 4);
    if (length > all.remaining) break;
    // Where one of negative length ends is unknown.
    const batch = all.view(length < PREFIX_BYTES ? all.remaining : length);
    const isWhole = isIntact(batch);
    if (isWhole) damaged.forget(from, firstOffset);
    else if (!damaged.isLasting(from, firstOffset)) break;
    const read = isWhole ? readBatch(from, batch, decompress) : setAsideDamaged(from, batch);
    for (const record of read.records) records.push(record);
    lastOffset = read.lastOffset;
  }
  return { records, lastOffset };
}

/** Always asked: it costs 0.2 us a KB, and a flipped bit may as well yield another value as none. */
function isIntact(batch: Buffer): boolean {
  const magic = batch[MAGIC_POSITION];
  if (magic === 0 || magic === 1) {
    return batch.readUInt32BE(OLD_CHECKSUM_POSITION) === crc32(batch.subarray(OLD_CHECKED_FROM));
  }
  if (magic !== MAGIC || batch.length < HEADER_BYTES) return false;
  return batch.readUInt32BE(CHECKSUM_POSITION) === crc32c(batch.subarray(CHECKED_FROM));
}

function readBatch(from: TopicPartition, bytes: Buffer, decompress: Decompress): ReadBatches {
  if (bytes[MAGIC_POSITION] !== MAGIC) return setAsideOldFormat(from, bytes);
  const reader = new ByteReader(bytes);
  const header = readBatchHeader(reader);
  const { lastOffset } = header;
  try {
    const rest = reader.view(reader.remaining);
    const body = header.codec === 0 ? rest : decompress(header.codec, rest);
    return { records: readRecords(from, header, new ByteReader(body)), lastOffset };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return setAside(from, bytes, header, { reason: 'unreadable-batch', detail });
  }
}

function readBatchHeader(reader: ByteReader): BatchHeader {
  const firstOffset = reader.int64();
  // The length, the leader's epoch, the version and the checksum.
  reader.skip(13);
  const attributes = reader.int16();
  const lastOffset = firstOffset + BigInt(reader.int32());
  const firstTimestamp = Number(reader.int64());
  const lastTimestamp = Number(reader.int64());
  const producerId = String(reader.int64());
  // The producer's epoch and the first sequence number.
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
    // Copied: a view would keep the whole response, up to 10 MiB, for as long as the slowest of its records is in flight.
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

/** The offsets that a batch is set aside with, and what is known of it besides. */
type SetAsideAt = Pick<BatchHeader, 'firstOffset' | 'lastOffset'> & Partial<BatchHeader>;

function setAside(
  from: TopicPartition,
  bytes: Buffer,
  { firstOffset, lastOffset, appendedAt, firstTimestamp = 0, context = NO_PRODUCER }: SetAsideAt,
  why: Pick<UnreadableBatch, 'reason' | 'detail'>,
): ReadBatches {
  const standIn = new ConsumedRecord(from, {
    offset: lastOffset,
    timestamp: appendedAt ?? firstTimestamp,
    key: null,
    value: Buffer.from(bytes),
    batchContext: context,
    isControlRecord: false,
    unreadable: { firstOffset, ...why },
  });
  return { records: [standIn], lastOffset };
}

const NO_PRODUCER: BatchContext = { producerId: '-1', inTransaction: false };

/** Kafka wrote versions 0 and 1, one message or compressed set an entry, before 0.11. */
function setAsideOldFormat(from: TopicPartition, bytes: Buffer): ReadBatches {
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

/** How far it reaches is believed only where two of its fields agree: what follows must not be passed over. */
function setAsideDamaged(from: TopicPartition, bytes: Buffer): ReadBatches {
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
