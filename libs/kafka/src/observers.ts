import type { DeadLetterReason } from '@casewire/events';
import type { TopicPartition } from './record.ts';

/** What a consumer tells its metrics. Every method is optional and must not throw. */
export interface ConsumerObserver {
  onBatch?(batch: { readonly handler: string; readonly records: number; readonly durationMs: number }): void;
  onFault?(fault: { readonly handler: string; readonly transient: boolean; readonly error: unknown }): void;
  onDeadLetter?(record: TopicPartition & { readonly reason: DeadLetterReason }): void;
  /** Records were lost: the position lay outside the log. */
  onOutOfRange?(partition: TopicPartition & { readonly position: bigint; readonly resumedAt: bigint }): void;
  onAssignment?(assignment: { readonly gained: number; readonly lost: number; readonly kept: number }): void;
  /** Records and bytes fetched and not completed, over all partitions; called at least with each commit interval. */
  onInFlight?(load: { readonly records: number; readonly bytes: number }): void;
}

/** What a producer tells its metrics. Every method is optional and must not throw. */
export interface ProducerObserver {
  onRequest?(request: {
    readonly records: number;
    readonly bytes: number;
    readonly durationMs: number;
  }): void;
  onBuffered?(load: { readonly records: number; readonly bytes: number }): void;
  onFailure?(failure: { readonly records: number; readonly error: unknown; readonly final: boolean }): void;
}
