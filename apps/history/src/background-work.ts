import { Loop, type Platform } from '@casewire/service';
import type { Config } from './config.ts';
import { runCutRound } from './find-lost/cut-round.ts';
import type { CutFindings } from './find-lost/cut-stepper.ts';
import { Rematcher } from './find-lost/rematcher.ts';
import type { HistoryMetrics } from './history-metrics.ts';
import { runMaintenanceRound } from './keep/maintenance-round.ts';
import { runReleaseRound } from './release-due/release-round.ts';
import type { Resources } from './resources.ts';

/** What history does by itself, beside reading records and answering requests. */
export interface BackgroundWork {
  /** Produces what is due; woken when something becomes due sooner than it knows of. */
  readonly releases: Loop;
  readonly cuts: Loop;
  readonly maintenance: Loop;
}

export function createBackgroundWork(
  { config, logger }: Pick<Platform<Config>, 'config' | 'logger'>,
  resources: Resources,
  counters: HistoryMetrics,
): BackgroundWork {
  const { pool, watch } = resources;
  /** The database may be another one when it is back. */
  const distrust = (error: unknown): never => {
    watch.distrust();
    throw error;
  };
  const releases = new Loop('release-due', () => runReleaseRound(releaseOptions).catch(distrust), logger);
  const releaseOptions = {
    pool,
    producer: resources.producer,
    prefix: config.CASEWIRE_TOPIC_PREFIX,
    leaseMs: config.CASEWIRE_RELEASE_LEASE_SECONDS * 1000,
    mayRelease: () => watch.isCurrent(),
    logger,
    onReleased: (count: number) => {
      counters.released.inc(count);
    },
  };
  const cutOptions = {
    pool,
    positions: resources.positions,
    rematcher: new Rematcher({
      pool,
      producer: resources.producer,
      prefix: config.CASEWIRE_TOPIC_PREFIX,
    }),
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
  return {
    releases,
    cuts: new Loop('find-lost', () => runCutRound(cutOptions).catch(distrust), logger),
    maintenance: new Loop(
      'maintenance',
      () => runMaintenanceRound(pool, config.CASEWIRE_HISTORY_RETENTION_DAYS, logger),
      logger,
    ),
  };
}
