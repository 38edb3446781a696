import { Module } from '@nestjs/common';
import { createBackbone } from '@casewire/backbone';
import { dataUrls } from '@casewire/events';
import { fairWindow } from '@casewire/kafka';
import { ensureRunPartitions } from '@casewire/run-store';
import { toHolder } from '@casewire/shares';
import { Loop, type Platform, type ServiceParts } from '@casewire/service';
import type { Config } from './config.ts';
import { runMaintenanceRound } from './maintenance-round.ts';
import { EventMatcher } from './match-events/event-matcher.ts';
import { MatchEventsController } from './match-events/match-events.controller.ts';
import { createMatchingMetrics } from './match-events/matching-metrics.ts';

@Module({})
class MatchingModule {}

/** Puts matching together. Opens no connection. */
export function compose(platform: Platform<Config>): ServiceParts {
  const { config, logger, metrics } = platform;
  const backbone = createBackbone({
    ...platform,
    service: 'matching',
    topics: ['accepted', 'deliveries', 'ordered', 'rejected'],
  });
  const { pool, producer, parts } = backbone;
  const matcher = new EventMatcher(
    pool,
    producer,
    {
      topicPrefix: config.CASEWIRE_TOPIC_PREFIX,
      maxBodyBytes: backbone.sizes.maxBodyBytes,
      carriesAcceptedKey: config.CASEWIRE_OUTCOMES,
      dataUrlOf: dataUrls(config.CASEWIRE_PUBLIC_URL, config.CASEWIRE_INTERNAL_KEY),
    },
    { metrics: createMatchingMetrics(metrics), logger },
  );
  const retention = {
    eventDays: config.CASEWIRE_EVENT_RETENTION_DAYS,
    runDays: config.CASEWIRE_RUN_RETENTION_DAYS,
  };
  return {
    ...parts,
    module: {
      module: MatchingModule,
      controllers: [MatchEventsController],
      providers: [{ provide: EventMatcher, useValue: matcher }],
    },
    strategy: backbone.strategy({
      limits: fairWindow,
      holderOf: (record) => toHolder(record.header('ce_tenantid'), record.header('ce_environment')),
    }),
    start: async (signal) => {
      await ensureRunPartitions(pool, new Date());
      await parts.start(signal);
    },
    loops: [new Loop('maintenance', () => runMaintenanceRound(pool, retention))],
  };
}
