import type { TopicPartition } from '../record.ts';
import { ByteWriter } from './byte-writer.ts';
import { writeRecordBatch, type BatchIdentity, type WritableRecord } from './write-record-batch.ts';

/** Records of one partition. */
export interface PartitionBatch extends TopicPartition {
  readonly records: readonly WritableRecord[];
  readonly identity: BatchIdentity;
  /** Bytes of the records, roughly. */
  readonly bytes: number;
  /** As the batch was written the first time, and is written each time. */
  encoded?: Buffer;
}

/** Number of the request in Kafka's protocol. */
export const PRODUCE = 0;
/** Versions of the request before this one carry records in another format. */
const FIRST_VERSION = 3;
/** Later versions have another layout. From this one on, brokers and those who fetch know zstd (KIP-110). */
const LAST_VERSION = 7;
const ALL_IN_SYNC_REPLICAS = -1;
/** Bytes of names and numbers around a batch, roughly, with room for the last strings that are written. */
const OVERHEAD_BYTES = 4_096;

/**
 * The version of the request to use with a broker.
 * @param latest the latest version that it understands
 * @throws Error if it understands none of ours
 */
export function produceVersion(latest: number): number {
  if (latest < FIRST_VERSION) throw new Error('the broker is older than Kafka 0.11');
  return Math.min(latest, LAST_VERSION);
}

/**
 * Writes the body of a produce request with acks=all, one batch a partition. What was sent before is repeated byte for
 * byte: a broker recognises it.
 * @param version of the request, by `produceVersion`
 * @param timeoutMs how long the broker may wait for replicas before it answers
 * @param now for the records' timestamps, milliseconds since the epoch
 */
export function writeProduceRequest(
  version: number,
  batches: readonly PartitionBatch[],
  timeoutMs: number,
  now: number,
): Buffer {
  const compresses = version >= LAST_VERSION;
  const writer = new ByteWriter(batches.reduce((sum, { bytes }) => sum + bytes, OVERHEAD_BYTES));
  const written: { readonly batch: PartitionBatch; readonly start: number; readonly end: number }[] = [];
  writer.int16(-1); // no transaction
  writer.int16(ALL_IN_SYNC_REPLICAS);
  writer.int32(timeoutMs);
  writer.array([...Map.groupBy(batches, ({ topic }) => topic)], ([topic, some]) => {
    writer.shortText(topic);
    writer.array(some, (batch) => {
      writer.int32(batch.partition);
      const length = writer.skip(4);
      const start = writer.length;
      const { records, identity, encoded } = batch;
      if (encoded === undefined) writeRecordBatch(writer, records, { now, identity, compresses });
      else writer.bytes(encoded);
      writer.int32At(length, writer.length - start);
      written.push({ batch, start, end: writer.length });
    });
  });
  const bytes = writer.written();
  for (const { batch, start, end } of written) batch.encoded ??= bytes.subarray(start, end);
  return bytes;
}
