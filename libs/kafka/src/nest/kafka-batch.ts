import { applyDecorators, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { TopicKey } from '@casewire/events';
import type { BatchHandler } from '../batch.ts';
import { FaultFilter } from './fault-filter.ts';

/** What the strategy knows when it resolves the topics of a handler. */
export interface TopicBinding {
  readonly prefix: string;
  /** `KafkaStrategyOptions.upstreamTopics`. */
  readonly upstreamTopics: readonly string[];
}

/** Casewire's own topics by key, or a function that yields full names. */
type TopicSelection = TopicKey | readonly TopicKey[] | ((binding: TopicBinding) => readonly string[]);

export interface KafkaBatchOptions {
  /** Their records come in the same batches. No two handlers of a process may share a topic. */
  readonly topics: TopicSelection;
  /**
   * Whether a record waits while an earlier one with its key is not settled, so that the order of a key survives faults.
   * One call may have several records of a key; what it makes of them must keep their order. Default: false.
   */
  readonly keepsOrder?: boolean;
}

/** Marks the handlers that `KafkaStrategy` binds; other transports of the app ignore them. */
export const KAFKA_TRANSPORT = Symbol('casewire-kafka');

/**
 * Binds a controller's method to topics. The method is a `BatchHandler`: it is called with one batch at a time and
 * returns what became of each record.
 *
 * @example
 * ```ts
 * @KafkaBatch({ topics: 'deliveries' })
 * async deliver(batch: RecordBatch): Promise<Settlement[]> { ... }
 * ```
 */
export function KafkaBatch(options: KafkaBatchOptions) {
  const bind = (
    target: object,
    propertyKey: string | symbol,
    descriptor: TypedPropertyDescriptor<BatchHandler>,
  ): void => {
    const name = `${target.constructor.name}.${String(propertyKey)}`;
    // An array, because for a string TypeScript picks the overload for typed event maps.
    applyDecorators(EventPattern([name], KAFKA_TRANSPORT, { ...options }), UseFilters(FaultFilter))(
      target,
      propertyKey,
      descriptor as PropertyDescriptor,
    );
  };
  return bind;
}
