import type { TopicPartition } from '../record.ts';
import { ByteWriter } from './byte-writer.ts';

/** Records of one partition, as `encodeRecordBatch` makes them. */
export interface PartitionBatch extends TopicPartition {
  readonly bytes: Buffer;
}

/** Number of the request in Kafka's protocol. */
export const PRODUCE = 0;
/** Versions of the request before this one carry records in another format. */
const FIRST_VERSION = 3;
/** Later versions have another layout. */
const LAST_VERSION = 7;
const ALL_IN_SYNC_REPLICAS = -1;
/** Bytes of names and numbers around a batch, roughly. */
const OVERHEAD_BYTES = 300;

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
 * Writes the body of a produce request with acks=all, one batch a partition.
 * @param timeoutMs how long the broker may wait for replicas before it answers
 */
export function writeProduceRequest(batches: readonly PartitionBatch[], timeoutMs: number): Buffer {
  const writer = new ByteWriter(
    batches.reduce((sum, { bytes }) => sum + bytes.length + OVERHEAD_BYTES, OVERHEAD_BYTES),
  );
  writer.int16(-1); // no transaction
  writer.int16(ALL_IN_SYNC_REPLICAS);
  writer.int32(timeoutMs);
  writer.array([...Map.groupBy(batches, ({ topic }) => topic)], ([topic, some]) => {
    writer.shortText(topic);
    writer.array(some, ({ partition, bytes }) => {
      writer.int32(partition);
      writer.int32(bytes.length);
      writer.bytes(bytes);
    });
  });
  return writer.written();
}
