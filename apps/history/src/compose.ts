import { Module, type DynamicModule } from '@nestjs/common';
import { IdempotencyStore } from '@casewire/idempotency';
import { createIdentitySigner, InternalClient } from '@casewire/identity';
import { announceEnds, ensureLedgerPartitions } from '@casewire/invocation-ledger';
import type { Platform, ServiceParts } from '@casewire/service';
import { createAnnouncer } from './announce-ends/announcer.ts';
import { createBackgroundWork, type BackgroundWork } from './background-work.ts';
import { CancelSetsController } from './change-invocations/cancel-sets.controller.ts';
import { ChangeInvocationsController } from './change-invocations/change-invocations.controller.ts';
import { createIdempotencyStore, InvocationChanger } from './change-invocations/invocation-changer.ts';
import { SetCanceller } from './change-invocations/set-canceller.ts';
import { beginningSettings, breakerLimitsOf, healthLimitsOf, retentionOf, type Config } from './config.ts';
import {
  createHistoryMetrics,
  showOpenInvocations,
  showOutbox,
  showUnsoundWebhooks,
  type HistoryMetrics,
} from './history-metrics.ts';
import { dataspikeHistoryApi } from './dataspike-history/dataspike-history-api.ts';
import { RecordReader } from './record/read-record.ts';
import { RecordController } from './record/record.controller.ts';
import { ledgerOffsetStore, Recorder } from './record/recorder.ts';
import { Replayer } from './replay/replayer.ts';
import { ReplaysController } from './replay/replays.controller.ts';
import { FailureGroups } from './failures/failure-groups.ts';
import { FailuresController } from './failures/failures.controller.ts';
import { ResendController } from './resend/resend.controller.ts';
import { Resender } from './resend/resender.ts';
import { Reveals } from './reveals/reveals.ts';
import { RevealsController } from './reveals/reveals.controller.ts';
import { createResources, type Resources } from './resources.ts';
import { HistoryReader } from './show-history/history-reader.ts';
import { InvocationsController } from './show-history/invocations.controller.ts';
import { SearchController } from './search/search.controller.ts';
import { Searcher } from './search/searcher.ts';
import { AttentionReader } from './show-attention/attention-reader.ts';
import { AttentionController } from './show-attention/attention.controller.ts';
import { PipelineController } from './show-pipeline/pipeline.controller.ts';
import { PipelineReader } from './show-pipeline/pipeline-reader.ts';
import { StatisticsReader } from './show-statistics/statistics-reader.ts';
import { StatisticsController } from './show-statistics/statistics.controller.ts';

@Module({})
class HistoryModule {}

/**
 * Records may wait 50 ms for others: no receiver waits for a row of the ledger, and larger batches cost a third of the
 * statements at 100 events a second.
 */
const UNHURRIED = { minFetchBytes: 256 * 1024, maxWaitMs: 50, maxBatchRecords: 1_500 };

/** Puts history together. Opens no connection. */
export function compose(platform: Platform<Config>): ServiceParts {
  const { metrics } = platform;
  const resources = createResources(platform);
  const { pool, positions, watch, parts } = resources;
  const counters = createHistoryMetrics(metrics);
  showOpenInvocations(metrics, pool);
  showOutbox(metrics, pool);
  showUnsoundWebhooks(metrics, pool);
  const work = createBackgroundWork(platform, resources, counters);
  const strategy = resources.strategy({
    limits: UNHURRIED,
    offsetStore: ledgerOffsetStore(pool, positions.clusterId, () => watch.check()),
    readPositions: (topic) => positions.applied(topic),
  });
  watch.comparedBy(() => strategy.rewindSetBack());
  return {
    ...parts,
    module: historyModule(platform, resources, work, counters),
    loops: work.loops,
    strategy,
    start: async (signal) => {
      await ensureLedgerPartitions(pool, Date.now());
      await parts.start(signal);
    },
  };
}

function historyModule(
  { config, logger }: Pick<Platform<Config>, 'config' | 'logger'>,
  { pool, admin, positions, watch, sizes }: Resources,
  { releases, replays, outbox, goneReceivers }: BackgroundWork,
  counters: HistoryMetrics,
): DynamicModule {
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  const announcer = createAnnouncer({
    announcesOutcomes: config.CASEWIRE_OUTCOMES,
    internalKey: config.CASEWIRE_INTERNAL_KEY,
  });
  announceEnds(pool, announcer);
  const recorder = new Recorder({
    pool,
    reader: new RecordReader(prefix),
    clusterId: positions.clusterId,
    retentionDays: config.CASEWIRE_HISTORY_RETENTION_DAYS,
    limits: { health: healthLimitsOf(config), breaker: breakerLimitsOf(config) },
    isCurrent: () => watch.wasCurrent,
    onGone: () => {
      goneReceivers.wakeIn(0);
    },
    onEffects: (effects) => {
      for (const { effect } of effects) counters.webhookChanges.inc({ change: effect });
      if (effects.length > 0) outbox.wakeIn(0);
    },
    onApplied: ({ records, dueInMs, ended }) => {
      counters.applied.inc(records);
      if (dueInMs !== undefined) releases.wakeIn(dueInMs);
      if (ended.some((status) => announcer.statuses.has(status))) outbox.wakeIn(0);
    },
  });
  const onChanged = (): void => {
    releases.wakeIn(0);
    outbox.wakeIn(0);
  };
  const replayer = new Replayer({
    pool,
    eventRetentionDays: config.CASEWIRE_EVENT_RETENTION_DAYS,
    onChanged: () => {
      replays.wakeIn(0);
    },
  });
  const signer = createIdentitySigner(config.CASEWIRE_INTERNAL_KEY);
  const resender = new Resender({
    pool,
    beginning: beginningSettings(config, sizes),
    delivery: new InternalClient('delivery', config.CASEWIRE_DELIVERY_URL, signer),
    onScheduled: onChanged,
  });
  const dataspike = dataspikeHistoryApi(pool);
  return {
    module: HistoryModule,
    controllers: [
      RecordController,
      InvocationsController,
      ChangeInvocationsController,
      CancelSetsController,
      ResendController,
      ReplaysController,
      StatisticsController,
      AttentionController,
      FailuresController,
      SearchController,
      RevealsController,
      PipelineController,
      ...dataspike.controllers,
    ],
    providers: [
      { provide: Recorder, useValue: recorder },
      { provide: HistoryReader, useValue: new HistoryReader(pool) },
      { provide: InvocationChanger, useValue: new InvocationChanger(breakerLimitsOf(config), onChanged) },
      { provide: Resender, useValue: resender },
      { provide: SetCanceller, useValue: new SetCanceller(pool, onChanged) },
      { provide: Replayer, useValue: replayer },
      { provide: FailureGroups, useValue: new FailureGroups(pool, replayer) },
      { provide: AttentionReader, useValue: new AttentionReader(pool, logger) },
      { provide: Searcher, useValue: new Searcher(pool, logger, retentionOf(config)) },
      { provide: Reveals, useValue: new Reveals(pool) },
      { provide: PipelineReader, useValue: new PipelineReader({ pool, admin, positions, prefix, logger }) },
      { provide: StatisticsReader, useValue: new StatisticsReader(pool, logger) },
      ...dataspike.providers,
      { provide: IdempotencyStore, useValue: createIdempotencyStore(pool) },
    ],
  };
}
