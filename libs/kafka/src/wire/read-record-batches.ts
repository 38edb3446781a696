import type { TopicPartition } from '../record.ts';
import { ByteReader } from './byte-reader.ts';
import { ConsumedRecord, type BatchContext } from './consumed-record.ts';
import { MAGIC } from './write-record-batch.ts';

/** Where a batch says in which format it is. */
const MAGIC_POSITION = 16;
/** The offset of the first record and the length of what follows. */
const PREFIX_BYTES = 12;

const CODEC = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** Decompresses the records of a batch; `codec` is the number in its attributes. */
export type Decompress = (codec: number, bytes: Buffer) => Buffer;

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
 * that is cut off ends it: the next fetch brings it whole. One that cannot be decompressed or read becomes a single
 * record in the place of its last, so that reading goes on behind it.
 */
export function readRecordBatches(
  from: TopicPartition,
  bytes: Buffer,
  decompress: Decompress,
): ConsumedRecord[] {
  const all = new ByteReader(bytes);
  const records: ConsumedRecord[] = [];
  while (all.remaining >= PREFIX_BYTES) {
    const length = PREFIX_BYTES + bytes.readInt32BE(all.position + PREFIX_BYTES - 4);
    if (length > all.remaining) break;
    for (const record of readBatch(from, all.view(length), decompress)) records.push(record);
  }
  return records;
}

function readBatch(from: TopicPartition, bytes: Buffer, decompress: Decompress): ConsumedRecord[] {
  const reader = new ByteReader(bytes);
  if (bytes[MAGIC_POSITION] !== MAGIC) return [standInForOldFormat(from, bytes)];
  const header = readBatchHeader(reader);
  try {
    const rest = reader.view(reader.remaining);
    const body = header.codec === 0 ? rest : decompress(header.codec, rest);
    return readRecords(from, header, new ByteReader(body));
  } catch (error) {
    return [standIn(from, header, bytes, error)];
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
  return new ConsumedRecord(from, {
    offset: header.firstOffset + BigInt(offsetDelta),
    timestamp: header.appendedAt ?? header.firstTimestamp + timestampDelta,
    key: reader.nullableView(),
    value: reader.nullableView(),
    headerBytes: reader.view(reader.remaining),
    batchContext: header.context,
    isControlRecord: header.isControlBatch,
  });
}

function standIn(from: TopicPartition, header: BatchHeader, bytes: Buffer, error: unknown): ConsumedRecord {
  const detail = error instanceof Error ? error.message : String(error);
  return new ConsumedRecord(from, {
    offset: header.lastOffset,
    timestamp: header.appendedAt ?? header.firstTimestamp,
    key: null,
    value: Buffer.from(bytes),
    batchContext: header.context,
    isControlRecord: false,
    unreadable: { firstOffset: header.firstOffset, detail },
  });
}

/** Kafka wrote versions 0 and 1, one message or compressed set an entry, before 0.11. */
function standInForOldFormat(from: TopicPartition, bytes: Buffer): ConsumedRecord {
  const offset = bytes.readBigInt64BE(0);
  return new ConsumedRecord(from, {
    offset,
    timestamp: 0,
    key: null,
    value: Buffer.from(bytes),
    batchContext: { producerId: '-1', inTransaction: false },
    isControlRecord: false,
    unreadable: {
      firstOffset: offset,
      detail: `the message format is of version ${String(bytes[MAGIC_POSITION])}`,
    },
  });
}
