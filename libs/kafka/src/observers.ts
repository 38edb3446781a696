import type { DeadLetterReason } from '@casewire/events';
import type { TopicPartition } from './record.ts';

/** Is told by a consumer what its metrics count. Every method is optional and must not throw. */
export interface ConsumerObserver {
  /** A handler was called with a batch, and is ready for the next one. */
  onBatch?(batch: { readonly handler: string; readonly records: number; readonly durationMs: number }): void;
  /** A handler failed for a whole batch or for one record, which is given to it again. */
  onFault?(fault: { readonly handler: string; readonly transient: boolean }): void;
  /** The broker has a record on the rejected topic. */
  onDeadLetter?(record: { readonly topic: string; readonly reason: DeadLetterReason }): void;
  /** Records were lost: the position lay outside the log. Behind its end, the log was made anew. */
  onOutOfRange?(partition: TopicPartition & { readonly position: bigint; readonly resumedAt: bigint }): void;
  /** The group was rebalanced. The numbers are those of this process's partitions. */
  onAssignment?(assignment: { readonly gained: number; readonly lost: number; readonly kept: number }): void;
}

/** Is told by a producer what its metrics count. Every method is optional and must not throw. */
export interface ProducerObserver {
  /** The broker has all records of a request. */
  onRequest?(request: {
    readonly records: number;
    readonly bytes: number;
    readonly durationMs: number;
  }): void;
  /** Connecting or a request failed, and is tried again. */
  onRetry?(): void;
  /** Records were given up: the broker refuses them, or did not acknowledge them in time. */
  onGivenUp?(failure: { readonly records: number; readonly reason: GivenUpReason }): void;
}

export const givenUpReasons = ['refused', 'timeout'] as const;

type GivenUpReason = (typeof givenUpReasons)[number];

/** Records and their bytes, roughly, that wait somewhere. */
export interface Load {
  readonly records: number;
  readonly bytes: number;
}
