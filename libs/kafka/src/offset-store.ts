import type { TopicPartition } from './record.ts';

/**
 * Keeps the positions of a consumer outside Kafka, next to what the records became. The handler moves them itself, in
 * its own transaction, from `range.from` to `range.to`.
 */
export interface OffsetStore {
  /**
   * Next offset to read of each partition, by `partitionKey`. A partition without a position is read from its earliest
   * record. This is called after each join and after each `StalePositionError`, and again after a pause if it throws.
   */
  load(partitions: readonly TopicPartition[]): Promise<ReadonlyMap<string, bigint>>;
}

/** Thrown by a handler that finds another stored position than the batch was fetched from: another process moved it. */
export class StalePositionError extends Error {
  override readonly name = 'StalePositionError';
}
