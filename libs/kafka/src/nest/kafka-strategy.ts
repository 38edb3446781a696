import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { KafkaConnection } from '../connection.ts';
import { Dispatcher } from '../consume/dispatcher.ts';
import { GroupMember } from '../consume/group-member.ts';
import { defaultConsumerLimits, type ConsumerLimits } from '../consume/limits.ts';
import type { HolderOf } from '../consume/strands.ts';
import type { DeadLetterProducer } from '../dead-letter/dead-letter-record.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver, Load } from '../observers.ts';
import type { OffsetStore } from '../offset-store.ts';
import { isTransientKafkaError } from '../kafka-error.ts';
import { boundHandlers } from './bound-handlers.ts';
import { KAFKA_TRANSPORT } from './kafka-batch.ts';

export interface KafkaStrategyOptions {
  readonly connection: KafkaConnection;
  /** `consumerGroupId(prefix, service)`. */
  readonly groupId: string;
  /** Prefix of Casewire's own topics, for instance `casewire.`. */
  readonly prefix: string;
  /** Produces dead letters. Its owner starts it, and stops it after this strategy is closed. */
  readonly producer: DeadLetterProducer;
  readonly logger: KafkaLogger;
  readonly observer?: ConsumerObserver;
  /** Full names of topics that are not Casewire's own; passed to handlers whose topics are a function. */
  readonly upstreamTopics?: readonly string[];
  /** Keeps the positions outside Kafka. Default: the group's committed offsets are the positions. */
  readonly offsetStore?: OffsetStore;
  /** Whether the same records will succeed later although a handler threw this. Kafka's own errors are known anyway. */
  readonly isTransient?: (error: unknown) => boolean;
  readonly limits?: Partial<ConsumerLimits>;
  /**
   * Whose record it is; undefined if it does not say. Tenants take turns within what is fetched. Default: records go in the
   * order in which they were fetched. Not with an `offsetStore`, whose partitions are handled in their order.
   */
  readonly holderOf?: HolderOf;
}

/** Nest transport strategy: one consumer for all `@KafkaBatch` handlers of the process. */
export class KafkaStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = KAFKA_TRANSPORT;
  /** Nest would log a handler's failure and forget it; here it decides what happens to the records. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: KafkaStrategyOptions;
  #member: GroupMember | undefined;
  #dispatchers: readonly Dispatcher[] = [];
  #topics: readonly string[] = [];

  constructor(options: KafkaStrategyOptions) {
    super();
    this.#options = options;
  }

  /** Joined the group, positions loaded, and the last heartbeat is younger than the session timeout. */
  get ready(): boolean {
    return this.#member?.ready ?? false;
  }

  /** What was fetched and is not completed. */
  get inFlight(): Load {
    return this.#member?.inFlight ?? { records: 0, bytes: 0 };
  }

  /** Partitions that this process holds. */
  get partitions(): number {
    return this.#member?.partitions.length ?? 0;
  }

  /** Full names of the topics that are read; none before `listen`. */
  get topics(): readonly string[] {
    return this.#topics;
  }

  /** Joins in the background; `ready` says when. */
  override listen(callback: (error?: unknown) => void): void {
    const {
      connection,
      groupId,
      prefix,
      producer,
      logger,
      offsetStore,
      holderOf,
      observer = {},
    } = this.#options;
    const limits = { ...defaultConsumerLimits, ...this.#options.limits };
    const bound = boundHandlers(this.messageHandlers, {
      prefix,
      upstreamTopics: this.#options.upstreamTopics ?? [],
    });
    this.#topics = bound.flatMap(({ topics }) => [...topics]);
    const member = new GroupMember({
      connection,
      groupId,
      topics: this.#topics,
      limits,
      logger,
      observer,
      offsetStore,
      onRecords: () => {
        for (const dispatcher of this.#dispatchers) dispatcher.notify();
      },
    });
    const isTransient = (error: unknown): boolean =>
      isTransientKafkaError(error) || (this.#options.isTransient?.(error) ?? false);
    this.#dispatchers = bound.map(
      (handler) =>
        new Dispatcher({
          ...handler,
          member,
          prefix,
          producer,
          limits,
          logger,
          observer,
          isTransient,
          hasOffsetStore: offsetStore !== undefined,
          ...(holderOf && { holderOf }),
        }),
    );
    this.#member = member;
    for (const dispatcher of this.#dispatchers) dispatcher.start();
    member.start();
    callback();
  }

  /**
   * Compares the partitions that this process holds with the offset store, and reads on from a stored position that lies
   * before ours. For every sign that the store was set back, by a restored backup for instance: where no record comes, no
   * handler would notice.
   */
  async rewindSetBack(): Promise<void> {
    await this.#member?.rewindSetBack();
  }

  /** Gives handlers nothing more, lets what was started finish, commits, and leaves the group. */
  override async close(): Promise<void> {
    await Promise.all(this.#dispatchers.map((dispatcher) => dispatcher.close()));
    await this.#member?.close();
  }

  override on(): never {
    throw new Error('KafkaStrategy has no client events: pass an observer');
  }

  override unwrap(): never {
    throw new Error('KafkaStrategy hides its client');
  }
}
