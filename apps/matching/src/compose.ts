import { Module } from '@nestjs/common';
import { toKafkaConnection } from '@casewire/config';
import { createPool, isTransientDatabaseError } from '@casewire/database';
import {
  consumerGroupId,
  createKafkaAdmin,
  ensureTopics,
  KafkaStrategy,
  RecordProducer,
} from '@casewire/kafka';
import type { Platform, ServiceParts } from '@casewire/service';
import type { Config } from './config.ts';
import { EventMatcher } from './match-events/event-matcher.ts';
import { MatchEventsController } from './match-events/match-events.controller.ts';
import { createMatchingMetrics } from './match-events/matching-metrics.ts';

@Module({})
class MatchingModule {}

/** Topics that matching writes to or reads from. */
const TOPICS = ['accepted', 'deliveries', 'ordered', 'rejected'] as const;

/** What a record's key, headers and framing may take beside its body. */
const RECORD_OVERHEAD_BYTES = 256 * 1024;

/** Puts matching together; opens nothing. */
export function compose({ config, logger, metrics }: Platform<Config>): ServiceParts {
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  const connection = toKafkaConnection(config, 'casewire-matching');
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'casewire-matching',
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    onIdleError: (error) => {
      logger.warn({ err: error }, 'database connection lost');
    },
  });
  const producer = new RecordProducer({ connection, logger });
  const admin = createKafkaAdmin(connection, logger);
  const maxMessageBytes = 2 * config.CASEWIRE_MAX_EVENT_BYTES;
  const matcher = new EventMatcher(
    pool,
    producer,
    { topicPrefix: prefix, maxBodyBytes: maxMessageBytes - RECORD_OVERHEAD_BYTES },
    { metrics: createMatchingMetrics(metrics), logger },
  );
  return {
    module: {
      module: MatchingModule,
      controllers: [MatchEventsController],
      providers: [{ provide: EventMatcher, useValue: matcher }],
    },
    strategy: new KafkaStrategy({
      connection,
      groupId: consumerGroupId(prefix, 'matching'),
      prefix,
      producer,
      logger,
      isTransient: isTransientDatabaseError,
    }),
    checks: { postgres: () => pool.query('SELECT 1').then(() => true), producer: () => producer.ready },
    start: async () => {
      producer.start();
      await ensureTopics(admin, prefix, TOPICS, { maxMessageBytes });
    },
    stop: async () => {
      await producer.stop();
      await admin.close();
      await pool.end();
    },
    isTransient: isTransientDatabaseError,
  };
}
