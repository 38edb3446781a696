import type { Pool } from '@casewire/database';
import { purgeIdempotencyKeys } from '@casewire/idempotency';
import {
  addUpStatistics,
  deleteFailureGroups,
  deleteReplays,
  ensureLedgerPartitions,
  failWaitingForGone,
  followRates,
  forgetOldRates,
  removeOldDays,
  removeOldStatistics,
} from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { Loop, type Platform } from '@casewire/service';
import { OutboxSender } from './announce-ends/outbox-sender.ts';
import { beginningSettings, breakerLimitsOf, type Config } from './config.ts';
import { CatchUp } from './find-lost/catch-up.ts';
import { runCutRound, type CutFindings } from './find-lost/cut.ts';
import { Rematcher } from './find-lost/rematcher.ts';
import { runExpiryRound } from './free-held/expiry-round.ts';
import { FreeRounds } from './free-held/free-round.ts';
import { runProbeRound } from './free-held/probe-round.ts';
import type { HistoryMetrics } from './history-metrics.ts';
import { runReleaseRound } from './release-due/release-round.ts';
import { ReleaseShares } from './release-due/release-shares.ts';
import { UnansweredReleases } from './release-due/unanswered-releases.ts';
import { ReplayRounds } from './replay/replay-round.ts';
import type { Resources } from './resources.ts';

/** The loops of history. */
export interface BackgroundWork {
  /** Produces releases that are due. Code that makes a release due sooner must wake this loop. */
  readonly releases: Loop;
  /** Carries replays on. Code that begins or resumes one must wake this loop. */
  readonly replays: Loop;
  /** Sends what transactions have promised to Kafka. Code that ends invocations must wake this loop. */
  readonly outbox: Loop;
  /** Ends what waits for receivers that are gone. Code that disables a webhook for it must wake this loop. */
  readonly goneReceivers: Loop;
  /** Every loop of the service, `releases` among them. */
  readonly loops: readonly Loop[];
}

export function createBackgroundWork(
  { config, logger }: Pick<Platform<Config>, 'config' | 'logger'>,
  { pool, producer, positions, watch, sizes }: Resources,
  counters: HistoryMetrics,
): BackgroundWork {
  const prefix = config.CASEWIRE_TOPIC_PREFIX;
  const leaseMs = config.CASEWIRE_RELEASE_LEASE_SECONDS * 1000;
  /** For failed rounds: the database may be another one now, restored from a backup. */
  const distrust = (error: unknown): never => {
    watch.distrust();
    throw error;
  };
  /** A loop that changes invocations, once the ledger knows what became of them. */
  const whenCurrent = (name: string, round: () => Promise<number>): Loop => {
    const guarded = watch.whenCurrent(round);
    return new Loop(name, () => guarded().catch(distrust));
  };
  const releaseOptions = {
    pool,
    producer,
    prefix,
    leaseMs,
    unanswered: new UnansweredReleases(),
    shares: new ReleaseShares(config.CASEWIRE_DELIVERY_CONCURRENCY),
    mayRelease: () => watch.isCurrent(),
    logger,
    counters,
  };
  const releases = new Loop('release-due', () => runReleaseRound(releaseOptions).catch(distrust));
  const sender = new OutboxSender({ pool, producer, prefix, leaseMs, logger, counters });
  const outbox = new Loop('send-outbox', () => sender.round());
  /** What has ended is announced, and its slot may have let another one in. */
  const onChanged = (): void => {
    releases.wakeIn(0);
    outbox.wakeIn(0);
  };
  const catchUp = new CatchUp(positions);
  const replays = createReplays(config, { pool, catchUp, watch, sizes, logger, counters }, onChanged);
  const cutOptions = {
    pool,
    positions,
    catchUp,
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
  const concurrencyPerWebhook = config.CASEWIRE_DELIVERY_CONCURRENCY_PER_WEBHOOK;
  const frees = new FreeRounds({ pool, counters, concurrencyPerWebhook, onScheduled: onChanged });
  const freeing = whenCurrent('free-held', () => frees.run());
  const probeOptions = { pool, counters, limits: breakerLimitsOf(config), onScheduled: onChanged };
  const probing = whenCurrent('send-probes', () => runProbeRound(probeOptions));
  const expiring = whenCurrent('expire-held', () => runExpiryRound({ pool, onEnded: onChanged }));
  const goneReceivers = whenCurrent('gone-receivers', () => runGoneRound(pool, onChanged));
  const rates = whenCurrent('follow-rates', () => runRatesRound(pool, onChanged));
  const statistics = new Loop('add-up-statistics', () => runStatisticsRound(pool));
  const maintenance = new Loop('maintenance', () =>
    runMaintenanceRound(pool, config.CASEWIRE_HISTORY_RETENTION_DAYS, logger),
  );
  return {
    releases,
    replays,
    outbox,
    goneReceivers,
    loops: [
      releases,
      replays,
      outbox,
      cuts,
      freeing,
      probing,
      expiring,
      goneReceivers,
      rates,
      statistics,
      maintenance,
    ],
  };
}

type ReplayParts = Pick<Resources, 'pool' | 'watch' | 'sizes'> & {
  readonly catchUp: CatchUp;
  readonly logger: Logger;
  readonly counters: HistoryMetrics;
};

function createReplays(
  config: Config,
  { pool, catchUp, watch, sizes, logger, counters }: ReplayParts,
  onStarted: () => void,
): Loop {
  const rounds = new ReplayRounds({
    pool,
    catchUp,
    shares: new ReleaseShares(config.CASEWIRE_DELIVERY_CONCURRENCY),
    concurrencyPerWebhook: config.CASEWIRE_DELIVERY_CONCURRENCY_PER_WEBHOOK,
    beginning: beginningSettings(config, sizes),
    mayRelease: () => watch.isCurrent(),
    logger,
    counters,
    onStarted,
    now: () => performance.now(),
  });
  return new Loop('replay', () => rounds.run());
}

/** Pause while the receiver of a webhook has been gone for a short time, and nothing waits for it now. */
const GONE_PAUSE_MS = 1_000;

/** Pause while no receiver is gone. Another process may have noticed one. */
const NOBODY_GONE_MS = 10_000;

/** @returns milliseconds until the next round */
async function runGoneRound(pool: Pool, onEnded: () => void): Promise<number> {
  const { ended, mayComeMore } = await failWaitingForGone(pool);
  if (!mayComeMore) return NOBODY_GONE_MS;
  if (ended > 0) onEnded();
  return ended > 0 ? 0 : GONE_PAUSE_MS;
}

/** How often a round looks for webhooks whose rate was changed. */
const RATES_PAUSE_MS = 2_000;

/** @returns milliseconds until the next round */
async function runRatesRound(pool: Pool, onMoved: () => void): Promise<number> {
  if ((await followRates(pool)) > 0) onMoved();
  return RATES_PAUSE_MS;
}

/**
 * Pause while everything is added up. A reader of statistics adds what was counted meanwhile, so it must not become much;
 * and each webhook that has counted anything is written once in it.
 */
const STATISTICS_PAUSE_MS = 20_000;

/** @returns milliseconds until the next round */
async function runStatisticsRound(pool: Pool): Promise<number> {
  const added = await addUpStatistics(pool);
  if (added !== 'busy') await removeOldStatistics(pool);
  return added === 'more' ? 0 : STATISTICS_PAUSE_MS;
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
  await deleteReplays(pool, now - retentionDays * DAY_MS);
  // A day later: days of invocations are removed as a whole.
  await deleteFailureGroups(pool, now - (retentionDays + 1) * DAY_MS);
  await purgeIdempotencyKeys(pool, 'history');
  await forgetOldRates(pool);
  if (removed.length > 0) logger.info({ days: removed.length }, 'removed invocations past their retention');
  return isComplete ? HOUR_MS : BUSY_MS;
}
