import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { KafkaConnection } from '../connection.ts';
import type { ConsumerLimits } from '../consume/limits.ts';
import type { DeadLetterProducer } from '../dead-letter/dead-letter-record.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import type { OffsetStore } from '../offset-store.ts';
import { KAFKA_TRANSPORT } from './kafka-batch.ts';

export interface KafkaStrategyOptions {
  readonly connection: KafkaConnection;
  /** `consumerGroupId(prefix, service)`. */
  readonly groupId: string;
  /** Prefix of Casewire's own topics, for instance `casewire.`. */
  readonly prefix: string;
  /** Where dead letters go through; started and stopped by its owner, after this strategy is closed. */
  readonly producer: DeadLetterProducer;
  readonly logger: KafkaLogger;
  readonly observer?: ConsumerObserver;
  /** Full names of topics that are not Casewire's own; passed to handlers whose topics are a function. */
  readonly upstreamTopics?: readonly string[];
  /** Keeps the positions outside Kafka. Default: the group's committed offsets are the positions. */
  readonly offsetStore?: OffsetStore;
  /** Says of a handler's error that the same records will succeed later. Kafka's own transient errors need no mention. */
  readonly isTransient?: (error: unknown) => boolean;
  readonly limits?: Partial<ConsumerLimits>;
}

/** Nest transport strategy: one consumer for all `@KafkaBatch` handlers of the process. */
export class KafkaStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = KAFKA_TRANSPORT;
  /** Nest would log a handler's failure and forget it; here it decides what happens to the records. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: KafkaStrategyOptions;

  constructor(options: KafkaStrategyOptions) {
    super();
    this.#options = options;
  }

  /** Joined the group, positions loaded, and the last heartbeat is younger than the session timeout. */
  get ready(): boolean {
    return false;
  }

  override listen(callback: (error?: unknown) => void): void {
    callback(new Error(`not yet: ${this.#options.groupId}`));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override on(): never {
    throw new Error('KafkaStrategy has no client events: pass an observer');
  }

  override unwrap(): never {
    throw new Error('KafkaStrategy hides its client');
  }
}
