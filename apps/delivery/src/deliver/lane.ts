import Denque from 'denque';

/** One delivery that waits for its turn; exactly one of its three methods is called, once. */
export interface LaneJob {
  /** Makes the attempt. Must not reject. */
  run(): Promise<void>;
  /** Not now: release it again at `at`, milliseconds since the epoch. */
  defer(at: number): void;
  /** The process is closing: nothing was started. */
  abandon(): void;
}

interface Waiting {
  readonly job: LaneJob;
  readonly since: number;
}

/** Assumed duration of an attempt, until the lane has finished one. */
const ASSUMED_DURATION_MS = 1000;
/** Share of the newest duration in the running average. */
const AVERAGE_WEIGHT = 0.2;
const MIN_DEFERRAL_MS = 1000;
const MAX_DEFERRAL_MS = 10 * 60 * 1000;

/** The deliveries of one webhook in this process: some under way, the others waiting in order. */
export class Lane {
  /** Attempts at once. */
  limit: number;
  running = 0;
  /** The lane could not keep up: until half of its limit is free again, it defers what cannot start at once. */
  congested = false;
  private readonly waiting = new Denque<Waiting>();
  private averageDurationMs = ASSUMED_DURATION_MS;
  private lastDueAt = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get queued(): number {
    return this.waiting.length;
  }

  get idle(): boolean {
    return this.running === 0 && this.queued === 0;
  }

  get canStart(): boolean {
    return this.queued > 0 && this.running < this.limit;
  }

  push(job: LaneJob, now: number): void {
    this.waiting.push({ job, since: now });
  }

  shift(): LaneJob | undefined {
    return this.waiting.shift()?.job;
  }

  /** Takes out the jobs that have waited since before `since`, milliseconds since the epoch. */
  takeOlderThan(since: number): LaneJob[] {
    const taken: LaneJob[] = [];
    while ((this.waiting.peekFront()?.since ?? since) < since) {
      const next = this.waiting.shift();
      if (next !== undefined) taken.push(next.job);
    }
    return taken;
  }

  takeAll(): LaneJob[] {
    const taken = this.waiting.toArray().map(({ job }) => job);
    this.waiting.clear();
    return taken;
  }

  finished(durationMs: number): void {
    this.running -= 1;
    this.averageDurationMs += AVERAGE_WEIGHT * (durationMs - this.averageDurationMs);
    if (this.queued === 0 && this.running <= this.limit / 2) this.congested = false;
  }

  /**
   * When a deferred delivery should come back. Deferred deliveries come back one after the other, at the pace that was
   * measured in the lane: if all returned at once, they would only be deferred again.
   * @param random01 spreads the deliveries that would come back later than the longest deferral
   */
  nextDueAt(now: number, random01: number): number {
    const paced = Math.max(this.lastDueAt, now + MIN_DEFERRAL_MS) + this.averageDurationMs / this.limit;
    this.lastDueAt = paced;
    const latest = now + MAX_DEFERRAL_MS;
    return Math.round(paced <= latest ? paced : latest - (random01 * MAX_DEFERRAL_MS) / 2);
  }
}
