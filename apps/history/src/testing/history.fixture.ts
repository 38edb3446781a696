import { loadConfig } from '@casewire/config';
import type { Pool } from '@casewire/database';
import type { BreakerLimits, HealthLimits } from '@casewire/invocation-state';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import { kafkaBrokers } from '@casewire/testing';
import { compose } from '../compose.ts';
import { configSchema } from '../config.ts';
import { RecordReader } from '../record/read-record.ts';
import { Recorder, type RecorderOptions } from '../record/recorder.ts';
import { prefix } from './records.ts';

/** The service in this process, on a free port; its cuts are a second apart. */
export async function startHistory(databaseUrl: string, topicPrefix: string): Promise<RunningService> {
  const config = loadConfig(configSchema, {
    KAFKA_BROKERS: kafkaBrokers().join(','),
    DATABASE_URL: databaseUrl,
    CASEWIRE_TOPIC_PREFIX: topicPrefix,
    CASEWIRE_INTERNAL_KEY: 'k'.repeat(32),
    CASEWIRE_CUT_INTERVAL_SECONDS: '1',
    PORT: '0',
  });
  const logger = createLogger({ name: 'history', level: 'silent' });
  const service = await startService({ name: 'history', config, logger, compose });
  await service.started;
  return service;
}

/** Small numbers, so that a few attempts are enough. */
const healthLimits: HealthLimits = {
  failuresInRow: 3,
  failingPercent: 50,
  failingAttempts: 4,
  windowMs: 60_000,
  successesInRow: 3,
  pauseAfterMs: 3_600_000,
};

export const breakerLimits: BreakerLimits = {
  failuresInRow: 3,
  percent: 50,
  attempts: 4,
  windowMs: 60_000,
  firstProbeMs: 100,
  longestProbeMs: 1_000,
  probeWaitMs: 5_000,
  longestRetryAfterMs: 3_600_000,
  fullWidth: 8,
};

/** Writes records of one cluster into a ledger that keeps them for 90 days. */
export function createRecorder(pool: Pool, options: Partial<RecorderOptions> = {}): Recorder {
  return new Recorder({
    pool,
    reader: new RecordReader(prefix),
    clusterId: () => Promise.resolve('cluster-1'),
    retentionDays: 90,
    limits: { health: healthLimits, breaker: breakerLimits },
    isCurrent: () => true,
    onGone: () => undefined,
    onEffects: () => undefined,
    onApplied: () => undefined,
    ...options,
  });
}
