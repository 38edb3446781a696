import { Lane, type LaneJob } from './lane.ts';

/** Bounds of what one process does at a time. */
export interface LaneLimits {
  /** Attempts under way at once, over all webhooks. */
  readonly maxRunning: number;
  /** Deliveries of one webhook that wait at once; a further one is deferred. */
  readonly maxQueuedPerLane: number;
  /** A delivery that could not start within this time is deferred, in milliseconds. */
  readonly maxWaitMs: number;
}

export interface LaneClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Runs deliveries side by side, up to a limit for each webhook and a limit for all. Webhooks take turns, so that one with
 * a long queue does not keep the others waiting. A delivery that cannot start in time is deferred: while it waits here, the
 * committed offset of its partition cannot move past it.
 */
export class Lanes {
  readonly #limits: LaneLimits;
  readonly #clock: LaneClock;
  readonly #lanes = new Map<string, Lane>();
  /** Webhooks whose lanes may be able to start something, in the order of their turns. */
  readonly #ready = new Set<string>();
  #running = 0;
  #queued = 0;

  constructor(limits: LaneLimits, clock: LaneClock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  get running(): number {
    return this.#running;
  }

  get queued(): number {
    return this.#queued;
  }

  /** @param limit attempts of this webhook at once; the newest call counts */
  submit(webhookId: string, limit: number, job: LaneJob): void {
    const lane = this.#lanes.get(webhookId) ?? this.#open(webhookId, limit);
    lane.limit = limit;
    const full = lane.queued >= this.#limits.maxQueuedPerLane;
    const behind = lane.congested && (lane.running >= lane.limit || lane.queued > 0);
    if (full || behind) {
      job.defer(this.#dueAt(lane));
      return;
    }
    lane.push(job, this.#clock.now());
    this.#queued += 1;
    this.#ready.add(webhookId);
    this.#startReady();
  }

  /** Defers what has waited too long. To be called several times within `maxWaitMs`. */
  deferOverdue(): void {
    const since = this.#clock.now() - this.#limits.maxWaitMs;
    for (const [webhookId, lane] of this.#lanes) {
      const overdue = lane.takeOlderThan(since);
      if (overdue.length === 0) continue;
      lane.congested = true;
      this.#queued -= overdue.length;
      for (const job of overdue) job.defer(this.#dueAt(lane));
      this.#closeIfIdle(webhookId, lane);
    }
  }

  /** Abandons everything that waits. What is under way goes on. */
  abandonQueued(): void {
    for (const [webhookId, lane] of this.#lanes) {
      for (const job of lane.takeAll()) job.abandon();
      this.#closeIfIdle(webhookId, lane);
    }
    this.#queued = 0;
    this.#ready.clear();
  }

  #startReady(): void {
    for (const webhookId of this.#ready) {
      if (this.#running >= this.#limits.maxRunning) return;
      this.#ready.delete(webhookId);
      const lane = this.#lanes.get(webhookId);
      if (lane?.canStart !== true) continue;
      const job = lane.shift();
      if (job === undefined) continue;
      this.#queued -= 1;
      void this.#run(webhookId, lane, job);
      // It was deleted above: now it stands behind the others.
      if (lane.queued > 0) this.#ready.add(webhookId);
    }
  }

  async #run(webhookId: string, lane: Lane, job: LaneJob): Promise<void> {
    lane.running += 1;
    this.#running += 1;
    const startedAt = this.#clock.now();
    try {
      await job.run();
    } finally {
      lane.finished(this.#clock.now() - startedAt);
      this.#running -= 1;
      if (lane.queued > 0) this.#ready.add(webhookId);
      this.#closeIfIdle(webhookId, lane);
      this.#startReady();
    }
  }

  #open(webhookId: string, limit: number): Lane {
    const lane = new Lane(limit);
    this.#lanes.set(webhookId, lane);
    return lane;
  }

  #closeIfIdle(webhookId: string, lane: Lane): void {
    if (lane.idle) this.#lanes.delete(webhookId);
  }

  #dueAt(lane: Lane): number {
    return lane.nextDueAt(this.#clock.now(), this.#clock.random());
  }
}
