import {
  sizesFor,
  toKafkaConnection,
  type DatabaseConfig,
  type EventConfig,
  type KafkaConfig,
  type Sizes,
} from '@casewire/config';
import { createPool, isReachable, type Pool } from '@casewire/database';
import type { TopicKey } from '@casewire/events';
import {
  createKafkaAdmin,
  ensureTopics,
  RecordProducer,
  SharedProducer,
  type KafkaAdmin,
  type KafkaStrategy,
  type ShareLimits,
} from '@casewire/kafka';
import type { Platform, ResourceKey, ServiceParts } from '@casewire/service';
import { createConsumer, type ConsumerChoices } from './consumer.ts';
import { countProducer, showProducer } from './producer-metrics.ts';
import { isTransient } from './transient.ts';

export interface BackboneOptions extends Platform<KafkaConfig & DatabaseConfig & EventConfig> {
  /** `matching`, `delivery`, ...: names the consumer group, the Kafka client and the database sessions. */
  readonly service: string;
  /** Topics that the service reads or writes. At its start, missing ones are made, and existing ones are checked. */
  readonly topics: readonly TopicKey[];
  /** Whether all statements of the service find rows by keys: see `PoolOptions`. Default: false. */
  readonly findsByKey?: boolean;
  /** Choices for the records of the service that differ from the defaults. */
  readonly producerLimits?: Partial<ShareLimits>;
}

/** The services of a process send through one producer. It stops when the last of them has drained. */
const producerOfProcess: ResourceKey<SharedProducer> = { close: (producer) => producer.stop() };

const adminOfProcess: ResourceKey<KafkaAdmin> = { close: (admin) => admin.close() };

/** The connections of a service to Kafka and PostgreSQL, and how to check, start and stop them. */
export interface Backbone {
  readonly pool: Pool;
  readonly producer: RecordProducer;
  readonly admin: KafkaAdmin;
  readonly sizes: Sizes;
  /** The service's consumer. A service has one at most. */
  strategy(choices?: ConsumerChoices): KafkaStrategy;
  /** How the service reports, starts and stops its backbone. */
  readonly parts: Required<Pick<ServiceParts, 'checks' | 'start' | 'stop' | 'isTransient'>>;
}

/** Puts the backbone of a service together. Opens no connection before `parts.start`. */
export function createBackbone(options: BackboneOptions): Backbone {
  const { service, config, logger, metrics, resources, topics } = options;
  const name = `casewire-${service}`;
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  const connection = toKafkaConnection(config, name);
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: name,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    findsByKey: options.findsByKey ?? false,
    onIdleError: (error) => {
      logger.warn({ error }, 'an idle database connection broke');
    },
  });
  const shared = { connection: toKafkaConnection(config, resources.name), logger: resources.logger };
  const sharedProducer = resources.share(producerOfProcess, () => new SharedProducer(shared));
  const sharedAdmin = resources.share(adminOfProcess, () =>
    createKafkaAdmin(shared.connection, shared.logger),
  );
  const admin = sharedAdmin.resource;
  const producer = new RecordProducer({
    shared: sharedProducer.resource,
    observer: countProducer(metrics),
    ...(options.producerLimits && { limits: options.producerLimits }),
  });
  showProducer(metrics, producer);
  const sizes = sizesFor(config.CASEWIRE_MAX_EVENT_BYTES);
  const replication = config.CASEWIRE_TOPIC_REPLICATION;
  return {
    pool,
    producer,
    admin,
    sizes,
    strategy: (choices) =>
      createConsumer({ service, connection, prefix, producer, logger, metrics, admin }, choices),
    parts: {
      checks: { postgres: () => isReachable(pool), producer: () => producer.ready },
      start: async () => {
        producer.start();
        await ensureTopics(admin, prefix, topics, {
          partitions: config.CASEWIRE_TOPIC_PARTITIONS,
          maxMessageBytes: sizes.maxMessageBytes,
          ...(replication !== undefined && { replication }),
        });
      },
      stop: async () => {
        await producer.stop();
        await sharedProducer.release();
        await sharedAdmin.release();
        await pool.end();
      },
      isTransient,
    },
  };
}
