import { Module } from '@nestjs/common';
import { createBackbone } from '@casewire/backbone';
import { dataUrls } from '@casewire/events';
import { ensureEventPartitions } from '@casewire/event-store';
import { IdempotencyStore, plainAnswers, poolTransactions } from '@casewire/idempotency';
import { fairWindow } from '@casewire/kafka';
import { Loop, type Platform, type ServiceParts } from '@casewire/service';
import { findTenants } from '@casewire/subscription-store';
import { AcceptEventsController } from './accept-events/accept-events.controller.ts';
import { eventHolder } from './accept-events/event-holder.ts';
import { EventAcceptor } from './accept-events/event-acceptor.ts';
import { EventJudge } from './admission/event-judge.ts';
import { TenantDirectory } from './admission/tenant-directory.ts';
import type { Config } from './config.ts';
import { createIngestionMetrics } from './ingestion-metrics.ts';
import { runMaintenanceRound } from './maintenance-round.ts';
import { EventInspector } from './inspect-events/event-inspector.ts';
import { EventsController } from './inspect-events/events.controller.ts';
import { RejectedEventsController } from './inspect-events/rejected-events.controller.ts';
import { EventPublisher } from './publish-events/event-publisher.ts';
import { PublishLimits } from './publish-events/publish-limits.ts';
import { PublishEventsController } from './publish-events/publish-events.controller.ts';
import { RepublishController } from './republish-events/republish.controller.ts';
import { Republisher } from './republish-events/republisher.ts';
import { EventValidator } from './validate-events/event-validator.ts';
import { JudgeEventsController } from './validate-events/judge-events.controller.ts';
import { ValidateEventsController } from './validate-events/validate-events.controller.ts';

@Module({})
class IngestionModule {}

/** Puts ingestion together. Opens no connection. */
export function compose(platform: Platform<Config>): ServiceParts {
  const { config, logger, metrics } = platform;
  const backbone = createBackbone({
    ...platform,
    service: 'ingestion',
    topics: ['events', 'accepted', 'rejected'],
  });
  const { pool, producer, parts } = backbone;
  const settings = {
    topicPrefix: config.CASEWIRE_TOPIC_PREFIX,
    maxEventBytes: config.CASEWIRE_MAX_EVENT_BYTES,
    internalKey: config.CASEWIRE_INTERNAL_KEY,
    bindings: new Map(config.CASEWIRE_UPSTREAM_TOPICS.map(({ topic, ...binding }) => [topic, binding])),
  };
  const judge = new EventJudge(new TenantDirectory(pool), settings.maxEventBytes);
  const acceptor = new EventAcceptor(settings, {
    pool,
    producer,
    judge,
    metrics: createIngestionMetrics(metrics),
    logger,
  });
  const publisher = new EventPublisher(settings, { pool, producer, judge });
  const limits = new PublishLimits(async (tenantId) => {
    const settings = (await findTenants(pool, [tenantId])).get(tenantId);
    return settings?.publishPerSecond ?? null;
  });
  const idempotency = new IdempotencyStore('ingestion', plainAnswers, poolTransactions(pool));
  const inspector = new EventInspector(pool);
  const dataUrlOf = dataUrls(config.CASEWIRE_PUBLIC_URL, config.CASEWIRE_INTERNAL_KEY);
  const retention = {
    eventDays: config.CASEWIRE_EVENT_RETENTION_DAYS,
    rejectedDays: config.CASEWIRE_REJECTED_RETENTION_DAYS,
  };
  return {
    ...parts,
    module: {
      module: IngestionModule,
      controllers: [
        AcceptEventsController,
        PublishEventsController,
        ValidateEventsController,
        JudgeEventsController,
        EventsController,
        RejectedEventsController,
        RepublishController,
      ],
      providers: [
        { provide: EventAcceptor, useValue: acceptor },
        { provide: EventPublisher, useValue: publisher },
        { provide: PublishLimits, useValue: limits },
        { provide: EventInspector, useValue: inspector },
        { provide: EventValidator, useValue: new EventValidator({ pool, judge, inspector, dataUrlOf }) },
        {
          provide: Republisher,
          useValue: new Republisher({ pool, publisher, maxEventBytes: settings.maxEventBytes }),
        },
        { provide: IdempotencyStore, useValue: idempotency },
      ],
    },
    strategy: backbone.strategy({
      upstreamTopics: config.CASEWIRE_UPSTREAM_TOPICS.map(({ topic }) => topic),
      holderOf: (record) => eventHolder(record, settings.bindings.get(record.topic) ?? {}),
      limits: fairWindow,
    }),
    start: async (signal) => {
      await ensureEventPartitions(pool, new Date());
      await parts.start(signal);
    },
    loops: [new Loop('maintenance', () => runMaintenanceRound(pool, retention))],
    bodyLimitBytes: backbone.sizes.maxRequestBytes,
  };
}
