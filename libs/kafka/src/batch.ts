import type { DeadLetterReason } from '@casewire/events';
import type { KafkaRecord, TopicPartition } from './record.ts';

/** The offsets of one partition that a batch covers. */
export interface OffsetRange extends TopicPartition {
  /**
   * Position before the batch. With an `OffsetStore` it is the stored one, or the start of the log if none is stored.
   * It differs from `firstOffset` where records are missing from the log, or where the log was made anew.
   */
  readonly from: bigint;
  /** Offset of the first record. */
  readonly firstOffset: bigint;
  /** Position after the batch: the offset behind its last record. */
  readonly to: bigint;
}

/** Records gathered over all partitions of a handler; the order within a partition is kept. */
export interface RecordBatch {
  /** May be empty with an `OffsetStore`: all were dead-lettered, and only the positions remain to be stored. */
  readonly records: readonly KafkaRecord[];
  readonly ranges: readonly OffsetRange[];
  /** Aborted when the consumer closes: start nothing new, and abandon what was not started. */
  readonly signal: AbortSignal;
  /**
   * Whether this process may begin work on the record now. It is false while the last heartbeat that the group's
   * coordinator has confirmed is older than the session timeout, and for ever from the moment when the partition is
   * lost.
   */
  isOwned(record: KafkaRecord): boolean;
  /**
   * Whether the record's settlement still counts. It is false for ever from the moment when the partition is lost: then
   * what was made of the record and is not sent yet need not be sent.
   */
  readonly isHeld: (record: KafkaRecord) => boolean;
  /**
   * Whether an earlier owner of the partition completed thousands of records behind this one, but not this one. A commit
   * remembers a limited number of completions, so a record that is interrupted again and again would end the reading of its
   * partition. A handler whose work takes long should settle it at once, in another way.
   */
  readonly isStraggler: (record: KafkaRecord) => boolean;
}

/** What became of one record. A rejected promise is a fault: the record is given again. */
export type Settlement =
  | { readonly kind: 'done' }
  /** Cannot be processed, ever: the original goes to the rejected topic, with this reason. */
  | { readonly kind: 'dead-letter'; readonly reason: DeadLetterReason; readonly detail?: string }
  /** Not started, because it is not owned any more or the consumer closes: it is given again if it is still ours. */
  | { readonly kind: 'abandoned' };

/**
 * Handles one batch and returns one settlement, or the promise of one, per record in the same order.
 *
 * When the outer promise resolves, the handler is ready for the next batch; inner promises may settle later and in any
 * order. With an `OffsetStore` the handler has then stored the positions, and inner promises are awaited first.
 *
 * @throws StalePositionError if the stored position is another than a range's `from`
 * @throws PoisonRecordsError if some records can never be applied; nothing may have been done yet
 * @throws anything else for a fault of the whole batch. A transient fault is repeated for ever; with any other, the
 *   batch is halved down to the record that fails alone.
 */
export type BatchHandler = (batch: RecordBatch) => Promise<readonly (Settlement | Promise<Settlement>)[]>;
