import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { toKafkaConnection } from '@casewire/config';
import { createPool } from '@casewire/database';
import { identityOf, tenantScope } from '@casewire/identity';
import { ensureLedgerPartitions, LedgerIdempotencyStore } from '@casewire/invocation-ledger';
import {
  consumerGroupId,
  createKafkaAdmin,
  ensureTopics,
  KafkaStrategy,
  RecordProducer,
} from '@casewire/kafka';
import { IdempotencyInterceptor } from '@casewire/rest';
import type { Platform, ServiceParts } from '@casewire/service';
import { ChangeInvocationsController } from './change-invocations/change-invocations.controller.ts';
import { InvocationChanger } from './change-invocations/invocation-changer.ts';
import type { Config } from './config.ts';
import { isTransient } from '@casewire/backbone';
import { runCutRound } from './find-lost/cut-round.ts';
import { Positions } from './find-lost/positions.ts';
import { RestoreWatch } from './find-lost/restore-watch.ts';
import { createHistoryMetrics, exposeOpenInvocations } from './history-metrics.ts';
import { runMaintenanceRound } from './keep/maintenance-round.ts';
import { Loop } from './loop.ts';
import { LedgerOffsetStore } from './record/ledger-offset-store.ts';
import { RecordReader } from './record/read-record.ts';
import { RecordController } from './record/record.controller.ts';
import { Recorder } from './record/recorder.ts';
import { runReleaseRound } from './release-due/release-round.ts';
import { HistoryReader } from './show-history/history-reader.ts';
import { InvocationsController } from './show-history/invocations.controller.ts';

@Module({})
class HistoryModule {}

/** Topics that history writes to or reads from. */
const TOPICS = ['deliveries', 'ordered', 'attempts', 'rejected'] as const;

/** Puts history together; opens nothing. */
export function compose({ config, logger, metrics }: Platform<Config>): ServiceParts {
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  const connection = toKafkaConnection(config, 'casewire-history');
  const pool = createPool({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'casewire-history',
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    onIdleError: (error) => {
      watch.distrust();
      logger.warn({ error }, 'database connection lost');
    },
  });
  const producer = new RecordProducer({ connection, logger });
  const admin = createKafkaAdmin(connection, logger);
  const positions = new Positions(admin, pool, prefix);
  const watch = new RestoreWatch(pool, positions, logger);
  const counters = createHistoryMetrics(metrics);
  exposeOpenInvocations(metrics, pool);

  const releases = new Loop(
    'release-due',
    () =>
      runReleaseRound({
        pool,
        producer,
        prefix,
        leaseMs: config.CASEWIRE_RELEASE_LEASE_SECONDS * 1000,
        mayRelease: () => watch.isCurrent(),
        logger,
        onReleased: (count) => {
          counters.released.inc(count);
        },
      }),
    logger,
  );
  const cuts = new Loop(
    'find-lost',
    () =>
      runCutRound({
        pool,
        positions,
        watch,
        intervalMs: config.CASEWIRE_CUT_INTERVAL_SECONDS * 1000,
        logger,
        onFinished: ({ releasedAgain, unprocessable, bodiesLost }) => {
          counters.cuts.inc();
          counters.releasedByCut.inc(releasedAgain);
          counters.unprocessable.inc(unprocessable);
          counters.bodiesLost.inc(bodiesLost);
          if (releasedAgain > 0) releases.wakeIn(0);
        },
      }),
    logger,
  );
  const maintenance = new Loop(
    'maintenance',
    () => runMaintenanceRound(pool, config.CASEWIRE_HISTORY_RETENTION_DAYS, logger),
    logger,
  );
  const recorder = new Recorder({
    pool,
    reader: new RecordReader(prefix),
    clusterId: positions.clusterId,
    retentionDays: config.CASEWIRE_HISTORY_RETENTION_DAYS,
    onApplied: ({ records, dueInMs }) => {
      counters.applied.inc(records);
      if (dueInMs !== undefined) releases.wakeIn(dueInMs);
    },
  });
  const changer = new InvocationChanger(pool, () => {
    releases.wakeIn(0);
  });
  const idempotency = new IdempotencyInterceptor(new LedgerIdempotencyStore(pool), (request) => {
    const { tenantId, environment } = tenantScope(identityOf(request));
    return `${tenantId} ${environment}`;
  });
  return {
    module: {
      module: HistoryModule,
      controllers: [RecordController, InvocationsController, ChangeInvocationsController],
      providers: [
        { provide: Recorder, useValue: recorder },
        { provide: HistoryReader, useValue: new HistoryReader(pool) },
        { provide: InvocationChanger, useValue: changer },
        { provide: APP_INTERCEPTOR, useValue: idempotency },
        { provide: 'release-due', useValue: releases },
        { provide: 'find-lost', useValue: cuts },
        { provide: 'maintenance', useValue: maintenance },
      ],
    },
    strategy: new KafkaStrategy({
      connection,
      groupId: consumerGroupId(prefix, 'history'),
      prefix,
      producer,
      logger,
      offsetStore: new LedgerOffsetStore(pool, positions.clusterId, () => watch.check()),
      isTransient,
    }),
    checks: { postgres: () => pool.query('SELECT 1').then(() => true), producer: () => producer.ready },
    start: async () => {
      producer.start();
      await ensureLedgerPartitions(pool, Date.now());
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
  };
}
