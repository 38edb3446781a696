import type { Pool } from '@casewire/database';
import {
  findNextStep,
  saveReplayState,
  selectReplaysToTend,
  settleReleases,
  takeStep,
  type Replay,
  type ReplayStep,
} from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { loadReplayTargets, type ReplayTarget } from '@casewire/subscription-store';
import type { HistoryMetrics } from '../history-metrics.ts';
import type { ReleaseShares } from '../release-due/release-shares.ts';
import type { CatchUp } from './catch-up.ts';
import { findMissingStep } from './missing-events.ts';
import { windowOf } from './replay-window.ts';

/** Replays that one round tends. */
const ROUND = 100;

/** The pause while replays go on: outcomes of what they started come about as often. */
const BUSY_PAUSE_MS = 100;

/** The pause while none goes on: another process may have begun one and died. */
const IDLE_PAUSE_MS = 2_000;

/** How long a replay rests that could not go on, for instance because Kafka is away. */
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
  readonly maxBodyBytes: number;
  /** False while a restored ledger has not caught up: see `RestoreWatch`. */
  readonly mayRelease: () => Promise<boolean>;
  readonly logger: Logger;
  readonly counters: Pick<HistoryMetrics, 'replayed'>;
  /** Called when something became due now. */
  readonly onStarted: () => void;
}

/**
 * Carries replays on. A replay starts only so much that live traffic keeps half of what its webhook takes, and no more
 * than its tenant has room for; it goes on when outcomes come in. So what waits in a replay costs nothing: it is a place
 * in the ledger, and nothing is written to what stands behind it.
 */
export class ReplayRounds {
  readonly #options: ReplayOptions;
  #lastId = NO_ID;
  /** Until when replays rest, by `performance.now()`. */
  readonly #resting = new Map<string, number>();

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** Returns milliseconds until the next round. */
  async run(): Promise<number> {
    const { pool, shares, mayRelease, logger } = this.#options;
    const replays = await selectReplaysToTend(pool, this.#lastId, ROUND);
    if (replays.length === 0 || !(await mayRelease())) return IDLE_PAUSE_MS;
    await shares.refresh(pool, true);
    const targets = await loadReplayTargets(pool, [...new Set(replays.map(({ webhookId }) => webhookId))]);
    for (const replay of replays) {
      this.#lastId = replay.id;
      if (performance.now() < (this.#resting.get(replay.id) ?? 0)) continue;
      try {
        await this.#tend(replay, targets.get(replay.webhookId));
        this.#resting.delete(replay.id);
      } catch (error) {
        // It keeps its place. The others go on.
        this.#resting.set(replay.id, performance.now() + FAULT_PAUSE_MS);
        logger.error({ replayId: replay.id, error }, 'a replay could not go on');
      }
    }
    return BUSY_PAUSE_MS;
  }

  async #tend(replay: Replay, target: ReplayTarget | undefined): Promise<void> {
    const { pool, catchUp } = this.#options;
    const waiting = await settleReleases(pool, replay.id);
    if (waiting === undefined || replay.state !== 'running') return;
    const endReason = target === undefined ? 'webhook-gone' : target.endReason;
    if (target === undefined || endReason !== null) {
      await saveReplayState(pool, replay.id, 'cancelled', endReason);
      return;
    }
    if (target.isPaused || !(replay.isCaughtUp || (await catchUp.step(replay)))) return;
    if (replay.passedSeq < replay.lastSeq) await this.#goOn(replay, target, waiting);
    else if (waiting === 0) await saveReplayState(pool, replay.id, 'finished');
  }

  async #goOn(replay: Replay, target: ReplayTarget, waiting: number): Promise<void> {
    const { pool, shares, concurrencyPerWebhook, counters, onStarted } = this.#options;
    const window = windowOf(target, concurrencyPerWebhook);
    const limit = shares.takeRoom(replay, Math.max(0, window - waiting));
    if (limit === 0) return;
    const step = await this.#findStep(replay, target, limit);
    if (!(await takeStep(pool, replay, step))) return;
    const started = step.again.length + step.added.length;
    if (started === 0) return;
    counters.replayed.inc(started);
    onStarted();
  }

  #findStep(replay: Replay, target: ReplayTarget, limit: number): Promise<ReplayStep> {
    const { pool, maxBodyBytes } = this.#options;
    return replay.selection === 'missing'
      ? findMissingStep(pool, replay, target, { limit, maxBodyBytes })
      : findNextStep(pool, replay, limit);
  }
}
