import { Module } from '@nestjs/common';
import { createPool } from '@casewire/database';
import {
  consumerGroupId,
  createKafkaAdmin,
  ensureTopics,
  KafkaStrategy,
  RecordProducer,
} from '@casewire/kafka';
import { toKafkaConnection } from '@casewire/config';
import type { Platform, ServiceParts } from '@casewire/service';
import { AcceptEventsController } from './accept-events/accept-events.controller.ts';
import { EventAcceptor } from './accept-events/event-acceptor.ts';
import { EventMaintenance } from './accept-events/event-maintenance.ts';
import { TenantDirectory } from './accept-events/tenant-knowledge.ts';
import { TopicBindings } from './accept-events/topic-bindings.ts';
import type { Config } from './config.ts';
import { isTransient } from './faults.ts';
import { createIngestionMetrics } from './ingestion-metrics.ts';
import { EventInspector } from './inspect-events/event-inspector.ts';
import { EventsController } from './inspect-events/events.controller.ts';
import { RejectedEvents, RejectedEventsController } from './inspect-events/rejected-events.controller.ts';
import { EventPublisher } from './publish-events/event-publisher.ts';
import { PublishEventsController } from './publish-events/publish-events.controller.ts';

@Module({})
class IngestionModule {}

/** Topics that ingestion writes to or reads from. */
const TOPICS = ['events', 'accepted', 'rejected'] as const;

/** Puts ingestion together; opens nothing. */
export function compose({ config, logger, metrics }: Platform<Config>): ServiceParts {
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  const connection = toKafkaConnection(config, 'casewire-ingestion');
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'casewire-ingestion',
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    onIdleError: (error) => {
      logger.warn({ err: error }, 'database connection lost');
    },
  });
  const producer = new RecordProducer({ connection, logger });
  const admin = createKafkaAdmin(connection, logger);
  const directory = new TenantDirectory(pool);
  const settings = {
    topicPrefix: prefix,
    maxEventBytes: config.CASEWIRE_MAX_EVENT_BYTES,
    internalKey: config.CASEWIRE_INTERNAL_KEY,
    bindings: new TopicBindings(config.CASEWIRE_UPSTREAM_TOPICS),
  };
  const acceptor = new EventAcceptor(settings, {
    pool,
    sink: producer,
    directory,
    metrics: createIngestionMetrics(metrics),
    logger,
  });
  const retention = {
    eventDays: config.CASEWIRE_EVENT_RETENTION_DAYS,
    rejectedDays: config.CASEWIRE_REJECTED_RETENTION_DAYS,
  };
  return {
    module: {
      module: IngestionModule,
      controllers: [
        AcceptEventsController,
        PublishEventsController,
        EventsController,
        RejectedEventsController,
      ],
      providers: [
        { provide: EventAcceptor, useValue: acceptor },
        {
          provide: EventPublisher,
          useValue: new EventPublisher(settings, { pool, sink: producer, directory }),
        },
        { provide: EventInspector, useValue: new EventInspector(pool) },
        { provide: RejectedEvents, useValue: new RejectedEvents(pool) },
        { provide: EventMaintenance, useValue: new EventMaintenance(pool, retention, logger) },
      ],
    },
    strategy: new KafkaStrategy({
      connection,
      groupId: consumerGroupId(prefix, 'ingestion'),
      prefix,
      producer,
      logger,
      upstreamTopics: config.CASEWIRE_UPSTREAM_TOPICS.map(({ topic }) => topic),
      isTransient,
    }),
    checks: { postgres: () => pool.query('SELECT 1').then(() => true), producer: () => producer.ready },
    start: async () => {
      producer.start();
      await ensureTopics(admin, prefix, TOPICS, {
        maxMessageBytes: 2 * config.CASEWIRE_MAX_EVENT_BYTES,
      });
    },
    stop: async () => {
      await producer.stop();
      await admin.close();
      await pool.end();
    },
    isTransient,
    bodyLimitBytes: 2 * config.CASEWIRE_MAX_EVENT_BYTES,
  };
}
