import type { DeadLetterReason } from '@casewire/events';
import type { KafkaRecord, TopicPartition } from './record.ts';

/** Offsets of one partition that a batch moves over. */
export interface OffsetRange extends TopicPartition {
  /**
   * Where the partition stands: with an `OffsetStore`, the stored position (or the start, if there was none), which
   * may lie before or after the first record (gaps, lost or recreated logs).
   */
  readonly from: bigint;
  /** Of the first record. */
  readonly firstOffset: bigint;
  /** Exclusive: where the partition stands when the batch is done. */
  readonly to: bigint;
}

/** Records gathered over all partitions of a handler; the order within a partition is kept. */
export interface RecordBatch {
  /** With an `OffsetStore` possibly empty: then only the ranges must be moved (their records were dead-lettered). */
  readonly records: readonly KafkaRecord[];
  readonly ranges: readonly OffsetRange[];
  /** Aborted when the consumer closes: start nothing new, and abandon what was not started. */
  readonly signal: AbortSignal;
  /**
   * Whether this process may still begin work on the record: false from the moment its partition is lost or the last
   * successful heartbeat is older than the session timeout. Once false it stays false, and what is returned for the
   * record is ignored.
   */
  isOwned(record: KafkaRecord): boolean;
}

/** What became of one record. A rejected promise is a fault: the record is given again. */
export type Settlement =
  | { readonly kind: 'done' }
  /** Cannot be processed, ever: the original goes to the rejected topic, with this reason. */
  | { readonly kind: 'dead-letter'; readonly reason: DeadLetterReason; readonly detail?: string }
  /** Taken but not started (not owned any more, closing): given again if the partition is still ours. */
  | { readonly kind: 'abandoned' };

/**
 * Handles one batch and returns one settlement, or the promise of one, per record in the same order.
 *
 * The outer promise resolving means "ready for the next batch"; inner promises may settle later and in any order.
 * With an `OffsetStore` the outer promise resolving means the ranges were moved, and inner promises are awaited first.
 *
 * @throws StalePositionError if the stored position is not a range's `from`.
 * @throws PoisonRecordsError if certain records can never be applied and nothing was done yet.
 * @throws anything else: an unknown fault of the whole batch. Transient ones are repeated for ever; others are
 *   bisected down to the record that fails alone.
 */
export type BatchHandler = (batch: RecordBatch) => Promise<readonly (Settlement | Promise<Settlement>)[]>;
