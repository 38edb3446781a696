import type { Pool } from '@casewire/database';
import { purgeIdempotencyKeys } from '@casewire/idempotency';
import { ensureLedgerPartitions, removeOldDays } from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { Loop, type Platform } from '@casewire/service';
import { breakerLimitsOf, type Config } from './config.ts';
import { runCutRound, type CutFindings } from './find-lost/cut.ts';
import { Rematcher } from './find-lost/rematcher.ts';
import { runFreeRound } from './free-held/free-round.ts';
import { runProbeRound } from './free-held/probe-round.ts';
import type { HistoryMetrics } from './history-metrics.ts';
import { runReleaseRound } from './release-due/release-round.ts';
import { ReleaseShares } from './release-due/release-shares.ts';
import { UnansweredReleases } from './release-due/unanswered-releases.ts';
import type { Resources } from './resources.ts';

/** The loops of history. */
export interface BackgroundWork {
  /** Produces releases that are due. Code that makes a release due sooner must wake this loop. */
  readonly releases: Loop;
  /** Every loop of the service, `releases` among them. */
  readonly loops: readonly Loop[];
}

export function createBackgroundWork(
  { config, logger }: Pick<Platform<Config>, 'config' | 'logger'>,
  { pool, producer, positions, watch }: Resources,
  counters: HistoryMetrics,
): BackgroundWork {
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  /** For failed rounds: the database may be another one now, restored from a backup. */
  const distrust = (error: unknown): never => {
    watch.distrust();
    throw error;
  };
  const releaseOptions = {
    pool,
    producer,
    prefix,
    leaseMs: config.CASEWIRE_RELEASE_LEASE_SECONDS * 1000,
    unanswered: new UnansweredReleases(),
    shares: new ReleaseShares(config.CASEWIRE_DELIVERY_CONCURRENCY),
    mayRelease: () => watch.isCurrent(),
    logger,
    counters,
  };
  const releases = new Loop('release-due', () => runReleaseRound(releaseOptions).catch(distrust));
  const cutOptions = {
    pool,
    positions,
    rematcher: new Rematcher({ pool, producer, prefix }),
    watch,
    intervalMs: config.CASEWIRE_CUT_INTERVAL_SECONDS * 1000,
    logger,
    onFinished: (findings: CutFindings) => {
      counters.cuts.inc();
      counters.releasedByCut.inc(findings.releasedAgain);
      counters.unprocessable.inc(findings.unprocessable);
      counters.bodiesLost.inc(findings.bodiesLost);
      counters.eventsRematched.inc(findings.eventsRematched);
      if (findings.releasedAgain > 0) releases.wakeIn(0);
    },
  };
  const cuts = new Loop('find-lost', () => runCutRound(cutOptions).catch(distrust));
  const freeOptions = {
    pool,
    counters,
    onScheduled: () => {
      releases.wakeIn(0);
    },
  };
  const freeing = new Loop('free-held', () => runFreeRound(freeOptions).catch(distrust));
  const probeOptions = { ...freeOptions, limits: breakerLimitsOf(config) };
  const probing = new Loop('send-probes', () => runProbeRound(probeOptions).catch(distrust));
  const maintenance = new Loop('maintenance', () =>
    runMaintenanceRound(pool, config.CASEWIRE_HISTORY_RETENTION_DAYS, logger),
  );
  return { releases, loops: [releases, cuts, freeing, probing, maintenance] };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Pause after a round that found a table too busy to drop a partition of it. */
const BUSY_MS = 60_000;

/** Makes the partitions of the coming days and removes days past retention. @returns milliseconds until the next round */
async function runMaintenanceRound(pool: Pool, retentionDays: number, logger: Logger): Promise<number> {
  const now = Date.now();
  await ensureLedgerPartitions(pool, now);
  const { removed, isComplete } = await removeOldDays(pool, now - retentionDays * DAY_MS);
  await purgeIdempotencyKeys(pool, 'history');
  if (removed.length > 0) logger.info({ days: removed.length }, 'removed invocations past their retention');
  return isComplete ? HOUR_MS : BUSY_MS;
}
