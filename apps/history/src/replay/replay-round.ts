import type { Pool } from '@casewire/database';
import {
  findNextStep,
  saveCatchUp,
  saveReplayState,
  selectReplaysToTend,
  settleReleases,
  takeStep,
  type Replay,
  type ReplayStep,
} from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import type { BeginningSettings } from '@casewire/payloads';
import { loadReplayTargets, type ReplayTarget } from '@casewire/subscription-store';
import type { CatchUp } from '../find-lost/catch-up.ts';
import type { HistoryMetrics } from '../history-metrics.ts';
import type { ReleaseShares } from '../release-due/release-shares.ts';
import { findMissingStep } from './missing-events.ts';
import { windowOf } from './replay-window.ts';

/** Replays that one round tends. */
const ROUND = 100;

/** The pause while replays go on: outcomes of what they started come about as often. */
const BUSY_PAUSE_MS = 100;

/** The pause while none goes on: another process may have begun one and died. */
const IDLE_PAUSE_MS = 2_000;

/** A replay that stands still is looked at again after this part of the time for which it has. */
const STANDSTILL_PART = 1 / 4;

/** How long a replay rests that could not be carried on, for instance because Kafka is away. */
const FAULT_PAUSE_MS = 5_000;

/** Lower than the id of every replay. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

export interface ReplayOptions {
  readonly pool: Pool;
  readonly catchUp: CatchUp;
  /** What tenants may have released at once. Not those of the schedule: replays begin what these release. */
  readonly shares: ReleaseShares;
  /** Requests to a webhook at once, where it has no `maxConcurrency`. */
  readonly concurrencyPerWebhook: number;
  /** How invocations begin that a replay adds. */
  readonly beginning: BeginningSettings;
  /** False while a restored ledger has not caught up: see `RestoreWatch`. */
  readonly mayRelease: () => Promise<boolean>;
  readonly logger: Logger;
  readonly counters: Pick<HistoryMetrics, 'replayed'>;
  /** Called when something became due now. */
  readonly onStarted: () => void;
  /** Milliseconds on a clock that is never set back. */
  readonly now: () => number;
}

/** What this process has seen of a replay. */
interface Observed {
  /** Its releases that had no outcome. */
  readonly waiting: number;
  /** When it moved last. */
  readonly movedAt: number;
  /** When it is to be looked at again. */
  readonly nextAt: number;
}

/**
 * Carries replays on. A replay starts only so much that live traffic keeps half of what its webhook takes, and no more
 * than its tenant has room for; it goes on when outcomes come in. So what waits in a replay costs nothing: it is a place
 * in the ledger, and nothing is written to what stands behind it.
 */
export class ReplayRounds {
  readonly #options: ReplayOptions;
  #lastId = NO_ID;
  #observed = new Map<string, Observed>();

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** Returns milliseconds until the next round. */
  async run(): Promise<number> {
    const { pool, shares, mayRelease, now } = this.#options;
    const replays = await selectReplaysToTend(pool, this.#lastId, ROUND);
    if (replays.length === 0 || !(await mayRelease())) return IDLE_PAUSE_MS;
    await shares.refreshCounts(pool, true);
    const targets = await loadReplayTargets(pool, [...new Set(replays.map(({ webhookId }) => webhookId))]);
    const observed = new Map<string, Observed>();
    for (const replay of replays) {
      this.#lastId = replay.id;
      const before = this.#observed.get(replay.id);
      const isDue = before === undefined || before.nextAt <= now();
      observed.set(
        replay.id,
        isDue ? await this.#look(replay, targets.get(replay.webhookId), before) : before,
      );
    }
    this.#observed = observed;
    const nextInMs = Math.min(...[...observed.values()].map(({ nextAt }) => nextAt)) - now();
    return Math.min(Math.max(nextInMs, BUSY_PAUSE_MS), IDLE_PAUSE_MS);
  }

  /** Carries a replay on. One that cannot be carried on keeps its place, and the others go on. */
  async #look(
    replay: Replay,
    target: ReplayTarget | undefined,
    before: Observed | undefined,
  ): Promise<Observed> {
    const { logger, now } = this.#options;
    try {
      const { waiting, hasMoved } = await this.#tend(replay, target);
      const isStill = !hasMoved && waiting === before?.waiting;
      const movedAt = isStill ? before.movedAt : now();
      const restMs = Math.min(STANDSTILL_PART * (now() - movedAt), IDLE_PAUSE_MS);
      return { waiting, movedAt, nextAt: now() + restMs };
    } catch (error) {
      logger.error({ replayId: replay.id, error }, 'a replay could not go on');
      return { waiting: 0, movedAt: now(), nextAt: now() + FAULT_PAUSE_MS };
    }
  }

  /** Returns how many of its releases have no outcome yet, and whether it has moved. */
  async #tend(
    replay: Replay,
    target: ReplayTarget | undefined,
  ): Promise<{ readonly waiting: number; readonly hasMoved: boolean }> {
    const waiting = await settleReleases(this.#options.pool, replay.id);
    if (waiting === undefined) return { waiting: 0, hasMoved: false };
    const hasMoved = replay.state === 'running' && (await this.#carryOn(replay, target, waiting));
    return { waiting, hasMoved };
  }

  /** Returns whether the replay has moved. */
  async #carryOn(replay: Replay, target: ReplayTarget | undefined, waiting: number): Promise<boolean> {
    const { pool } = this.#options;
    const endReason = target === undefined ? 'webhook-gone' : target.endReason;
    if (target === undefined || endReason !== null)
      return saveReplayState(pool, replay.id, 'cancelled', endReason);
    if (target.isPaused || !(await this.#isCaughtUp(replay))) return false;
    if (replay.passedSeq < replay.lastSeq) return this.#goOn(replay, target, waiting);
    return waiting === 0 && saveReplayState(pool, replay.id, 'finished');
  }

  /** Only a replay of what is missing has to wait. */
  async #isCaughtUp(replay: Replay): Promise<boolean> {
    if (replay.isCaughtUp) return true;
    const { pool, catchUp } = this.#options;
    const isCaughtUp = await catchUp.step(replay, (noted) => saveCatchUp(pool, replay.id, noted));
    if (isCaughtUp) await saveCatchUp(pool, replay.id, { isCaughtUp });
    return isCaughtUp;
  }

  async #goOn(replay: Replay, target: ReplayTarget, waiting: number): Promise<boolean> {
    const { pool, shares, concurrencyPerWebhook, counters, onStarted } = this.#options;
    const window = windowOf(target, concurrencyPerWebhook);
    const limit = shares.takeRoom(replay, Math.max(0, window - waiting));
    if (limit === 0) return false;
    const step = await this.#findStep(replay, target, limit);
    if (!(await takeStep(pool, replay, step))) return false;
    const started = step.again.length + step.added.length;
    counters.replayed.inc(started);
    if (started > 0) onStarted();
    return true;
  }

  #findStep(replay: Replay, target: ReplayTarget, limit: number): Promise<ReplayStep> {
    const { pool, beginning } = this.#options;
    return replay.selection === 'missing'
      ? findMissingStep(pool, replay, target, { limit, beginning })
      : findNextStep(pool, replay, limit);
  }
}
