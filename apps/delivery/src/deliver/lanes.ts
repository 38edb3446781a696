import { Shares, Turns, type Holder, type TurnVerdict } from '@casewire/shares';
import { Lane, type LaneJob } from './lane.ts';
import { Pace } from './pace.ts';
import { RateLimit, type KnownRate } from './rate-limit.ts';

/** Bounds of what one process does at a time. A tenant and environment has a share of each of the first three. */
export interface LaneLimits {
  /** Attempts under way at once, over all webhooks. */
  readonly maxRunning: number;
  /** Deliveries that wait or are under way at once. */
  readonly maxHeld: number;
  /** Bytes of these deliveries. */
  readonly maxHeldBytes: number;
  /** A delivery that could not start within this time is deferred, in milliseconds. */
  readonly maxWaitMs: number;
  /**
   * Attempts that are started in one turn of the event loop. Without a bound, hundreds of receivers that answer at once keep
   * the process from reading what is to be sent to others.
   */
  readonly maxStartsPerTurn: number;
}

export interface LaneClock {
  /** Milliseconds. Waits and durations are measured by it, so it must never be set back as the time of day may be. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** The rate of a webhook, for one delivery. */
export interface WebhookRate {
  readonly perSecond: number;
  /** What the ledger knows of an earlier process. */
  readonly known: KnownRate;
  /** Whether the delivery was deferred before, and comes back at the time that it was given. */
  readonly isReturning: boolean;
}

const steadyClock: LaneClock = { now: () => performance.now(), random: Math.random };

/**
 * Runs deliveries side by side, up to a limit for each webhook and a limit for all. Tenants take turns, and the webhooks
 * of a tenant do. A tenant and environment holds no more than its share of the places, and of the memory in which
 * deliveries wait: a further delivery is deferred, and so is one that cannot start in time. So however slow the receivers
 * of a tenant are, there are places and memory for the others, and reading goes on.
 */
export class Lanes {
  readonly #limits: LaneLimits;
  readonly #clock: LaneClock;
  readonly #places: Shares;
  readonly #held: Shares;
  readonly #heldBytes: Shares;
  readonly #lanes = new Map<string, Lane>();
  /** Of webhooks that have a rate. They outlast their lanes, until nothing is lost with them. */
  readonly #rateLimits = new Map<string, RateLimit>();
  /** Of tenants and environments that have lanes, by `holderKey`. */
  readonly #paces = new Map<string, Pace>();
  /** Lanes that may be able to start something. */
  readonly #turns = new Turns<Lane>();
  #queued = 0;
  #startsOfTurn = 0;

  constructor(limits: LaneLimits, clock = steadyClock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#places = new Shares(limits.maxRunning);
    this.#held = new Shares(limits.maxHeld);
    this.#heldBytes = new Shares(limits.maxHeldBytes);
  }

  get running(): number {
    return this.#places.size - this.#places.free;
  }

  get queued(): number {
    return this.#queued;
  }

  /**
   * @param limit attempts of this webhook at once; the newest call counts
   * @param rate how often attempts of this webhook may start; the newest call counts
   */
  submit(webhookId: string, holder: Holder, limit: number, job: LaneJob, rate?: WebhookRate): void {
    const lane = this.#lanes.get(webhookId) ?? this.#open(webhookId, holder, limit);
    lane.limit = limit;
    this.#setRate(lane, rate);
    const isInTime = rate === undefined || this.#isInTime(lane, rate.isReturning);
    if (!isInTime || this.#isBehind(lane) || !this.#hold(lane, job)) {
      this.#defer(lane, job);
      this.#closeIfIdle(lane);
      return;
    }
    lane.push(job, this.#clock.now());
    this.#queued += 1;
    this.#giveTurn(lane);
    this.#startReady();
  }

  /** Defers what has waited too long. To be called several times within `maxWaitMs`. */
  deferOverdue(): void {
    const now = this.#clock.now();
    for (const [key, pace] of this.#paces) if (pace.isIdle(now)) this.#paces.delete(key);
    for (const [id, limit] of this.#rateLimits)
      if (limit.isIdle(now) && !this.#lanes.has(id)) this.#rateLimits.delete(id);
    const since = now - this.#limits.maxWaitMs;
    for (const lane of this.#lanes.values()) {
      const overdue = lane.takeOlderThan(since);
      if (overdue.length === 0) continue;
      lane.congested = true;
      for (const job of overdue) {
        this.#leave(lane, job);
        this.#defer(lane, job);
      }
      this.#closeIfIdle(lane);
    }
  }

  /** Abandons everything that waits. What is under way goes on. */
  abandonQueued(): void {
    for (const lane of this.#lanes.values()) {
      for (const job of lane.takeAll()) {
        this.#leave(lane, job);
        job.abandon();
      }
      this.#closeIfIdle(lane);
    }
  }

  /** Whether a lane is congested, and could not start one more in this turn of the event loop or the next. */
  #isBehind(lane: Lane): boolean {
    const canStart = lane.pace.running + lane.queued < lane.limit && this.#places.mayTake(lane.holderKey);
    return lane.congested && !canStart;
  }

  /** Keeps a job in memory, if the share of its tenant allows it. */
  #hold({ holderKey }: Lane, { bytes }: LaneJob): boolean {
    if (!this.#held.take(holderKey)) return false;
    if (this.#heldBytes.take(holderKey, bytes)) return true;
    this.#held.giveBack(holderKey);
    return false;
  }

  #letGo({ holderKey }: Lane, { bytes }: LaneJob): void {
    this.#held.giveBack(holderKey);
    this.#heldBytes.giveBack(holderKey, bytes);
  }

  /** A job waits no more, and does not run. */
  #leave(lane: Lane, job: LaneJob): void {
    this.#queued -= 1;
    this.#letGo(lane, job);
  }

  #giveTurn(lane: Lane): void {
    if (lane.hasTurn || !lane.hasNext) return;
    const waitMs = lane.rateWaitMs(this.#clock.now);
    if (waitMs > 0) {
      this.#wakeIn(lane, waitMs);
      return;
    }
    lane.hasTurn = true;
    this.#turns.add(lane.holder, lane);
  }

  #wakeIn(lane: Lane, waitMs: number): void {
    if (lane.timer !== undefined) return;
    lane.timer = setTimeout(() => {
      lane.timer = undefined;
      this.#giveTurn(lane);
      this.#startReady();
    }, Math.ceil(waitMs));
  }

  #startReady(): void {
    const judge = (lane: Lane): TurnVerdict => {
      if (lane.hasNext) return this.#places.mayTake(lane.holderKey) ? 'take' : 'wait';
      lane.hasTurn = false;
      return 'drop';
    };
    while (this.#places.free > 0 && !this.#isTurnFull) {
      const lane = this.#turns.next(judge);
      if (lane === undefined) return;
      lane.hasTurn = false;
      const job = lane.shift();
      if (job === undefined) continue;
      this.#queued -= 1;
      this.#countStart();
      void this.#run(lane, job);
      this.#giveTurn(lane);
    }
  }

  /** When a turn has had its starts, the next one goes on. */
  #countStart(): void {
    this.#startsOfTurn += 1;
    if (this.#startsOfTurn > 1) return;
    setImmediate(() => {
      const wasFull = this.#isTurnFull;
      this.#startsOfTurn = 0;
      if (wasFull) this.#startReady();
    });
  }

  get #isTurnFull(): boolean {
    return this.#startsOfTurn >= this.#limits.maxStartsPerTurn;
  }

  async #run(lane: Lane, job: LaneJob): Promise<void> {
    const pace = this.#paceOf(lane);
    this.#places.take(lane.holderKey);
    const startedAt = this.#clock.now();
    lane.rateLimit?.take(startedAt);
    lane.pace.started(startedAt);
    pace.started(startedAt);
    try {
      await job.run();
    } finally {
      const now = this.#clock.now();
      lane.finished(now, now - startedAt);
      pace.finished(now, now - startedAt);
      this.#places.giveBack(lane.holderKey);
      this.#letGo(lane, job);
      this.#giveTurn(lane);
      this.#closeIfIdle(lane);
      this.#startReady();
    }
  }

  #open(webhookId: string, holder: Holder, limit: number): Lane {
    const lane = new Lane(webhookId, holder, limit);
    this.#lanes.set(webhookId, lane);
    return lane;
  }

  #closeIfIdle(lane: Lane): void {
    if (!lane.isIdle) return;
    clearTimeout(lane.timer);
    this.#lanes.delete(lane.webhookId);
  }

  #setRate(lane: Lane, rate: WebhookRate | undefined): void {
    const limit = rate && this.#rateLimitOf(lane.webhookId, rate);
    const isOther = limit !== lane.rateLimit || limit?.perSecond !== rate?.perSecond;
    lane.rateLimit = limit;
    if (rate !== undefined) limit?.setRate(rate.perSecond, this.#clock.now());
    if (!isOther) return;
    // What waits may start sooner or later than it would have.
    clearTimeout(lane.timer);
    lane.timer = undefined;
    this.#giveTurn(lane);
  }

  #rateLimitOf(webhookId: string, { perSecond, known }: WebhookRate): RateLimit {
    let limit = this.#rateLimits.get(webhookId);
    if (limit === undefined)
      this.#rateLimits.set(webhookId, (limit = new RateLimit(perSecond, known, this.#clock.now())));
    return limit;
  }

  /** Whether the rate lets one more delivery start soon: within half of the longest wait, so that none is overdue. */
  #isInTime({ rateLimit, queued }: Lane, isReturning: boolean): boolean {
    const soonMs = this.#limits.maxWaitMs / 2;
    return rateLimit?.admits(queued, isReturning, soonMs, this.#clock.now()) ?? true;
  }

  /** By the rate of its webhook, or else by the pace of what keeps it waiting. */
  #defer(lane: Lane, job: LaneJob): void {
    const { rateLimit } = lane;
    if (rateLimit === undefined) job.defer(this.#delayMs(lane), 'lane-full');
    else job.defer(rateLimit.deferralMs(lane.queued, this.#clock.now()), 'rate-limited');
  }

  #paceOf({ holderKey }: Lane): Pace {
    let pace = this.#paces.get(holderKey);
    if (pace === undefined) this.#paces.set(holderKey, (pace = new Pace()));
    return pace;
  }

  /** By the pace of what keeps it waiting: its webhook's limit, or its tenant's share. */
  #delayMs(lane: Lane): number {
    const pace = lane.isFull ? lane.pace : this.#paceOf(lane);
    return pace.nextDelayMs(this.#clock.now(), this.#clock.random());
  }
}
