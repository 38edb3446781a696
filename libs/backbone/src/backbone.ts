import { toKafkaConnection, type KafkaConfig } from '@casewire/config';
import { createPool, isReachable, type Pool } from '@casewire/database';
import type { TopicKey } from '@casewire/events';
import {
  consumerGroupId,
  createKafkaAdmin,
  ensureTopics,
  KafkaStrategy,
  RecordProducer,
  type KafkaAdmin,
  type KafkaStrategyOptions,
  type ProducerLimits,
} from '@casewire/kafka';
import type { Logger, Metrics } from '@casewire/observability';
import type { ServiceParts } from '@casewire/service';
import { exposeConsumerLag } from './consumer-lag.ts';
import { isTransient } from './transient.ts';

/** Values of `kafkaVariables`, `databaseVariables` and `eventVariables`. */
export interface BackboneConfig extends KafkaConfig {
  readonly CASEWIRE_TOPIC_PREFIX: string;
  readonly CASEWIRE_TOPIC_REPLICATION: number | undefined;
  readonly CASEWIRE_MAX_EVENT_BYTES: number;
  readonly DATABASE_URL: string;
  readonly DATABASE_POOL_SIZE: number;
  readonly DATABASE_STATEMENT_TIMEOUT_MS: number;
}

export interface BackboneOptions {
  /** `matching`, `delivery`, ...: names the consumer group, the Kafka client and the database sessions. */
  readonly service: string;
  readonly config: BackboneConfig;
  readonly logger: Logger;
  /** Topics that the service reads or writes: made at its start if absent, and checked if not. */
  readonly topics: readonly TopicKey[];
  /** Bounds of the producer that are not the default ones. */
  readonly producerLimits?: Partial<ProducerLimits>;
  /** Reports how far the group's commits are behind these topics; left out by a service that keeps its offsets itself. */
  readonly lag?: { readonly metrics: Metrics; readonly topics: readonly TopicKey[] };
}

/** What a service that reads Kafka and writes Kafka and PostgreSQL hangs on. */
export interface Backbone {
  readonly pool: Pool;
  readonly producer: RecordProducer;
  readonly admin: KafkaAdmin;
  /** Largest record that the topics take, in bytes: twice the largest event. */
  readonly maxMessageBytes: number;
  /** The service's consumer. */
  strategy(
    options?: Pick<KafkaStrategyOptions, 'limits' | 'observer' | 'offsetStore' | 'upstreamTopics'>,
  ): KafkaStrategy;
  /** How the service reports, begins and ends with its backbone. */
  readonly parts: Required<Pick<ServiceParts, 'checks' | 'start' | 'stop' | 'isTransient'>>;
}

/** Puts the parts together; opens nothing before `parts.start`. */
export function createBackbone(options: BackboneOptions): Backbone {
  const { service, config, logger, topics } = options;
  const name = `casewire-${service}`;
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  const connection = toKafkaConnection(config, name);
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: name,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    onIdleError: (error) => {
      logger.warn({ error }, 'an idle database connection broke');
    },
  });
  const producer = new RecordProducer({
    connection,
    logger,
    ...(options.producerLimits && { limits: options.producerLimits }),
  });
  const admin = createKafkaAdmin(connection, logger);
  const groupId = consumerGroupId(prefix, service);
  if (options.lag !== undefined) {
    exposeConsumerLag(options.lag.metrics, admin, { id: groupId, prefix, topics: options.lag.topics });
  }
  const maxMessageBytes = 2 * config.CASEWIRE_MAX_EVENT_BYTES;
  const replication = config.CASEWIRE_TOPIC_REPLICATION;
  return {
    pool,
    producer,
    admin,
    maxMessageBytes,
    strategy: (choices) =>
      new KafkaStrategy({
        connection,
        groupId,
        prefix,
        producer,
        logger,
        isTransient,
        ...choices,
      }),
    parts: {
      checks: { postgres: () => isReachable(pool), producer: () => producer.ready },
      start: async () => {
        producer.start();
        await ensureTopics(admin, prefix, topics, {
          maxMessageBytes,
          ...(replication !== undefined && { replication }),
        });
      },
      stop: async () => {
        await producer.stop();
        await admin.close();
        await pool.end();
      },
      isTransient,
    },
  };
}
