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

/** Attempts of a lane that never finished one are taken to last this long. */
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
  /** It could not keep up: until half of it is free again, whatever cannot start at once is deferred. */
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

  /** Takes out all that wait since before `since`. */
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
   * When a deferred delivery should come back: one after the other at the pace the lane was measured to have, so that
   * they do not return all at once only to be deferred again.
   * @param random01 spreads those that would come after the longest deferral
   */
  nextDueAt(now: number, random01: number): number {
    const paced = Math.max(this.lastDueAt, now + MIN_DEFERRAL_MS) + this.averageDurationMs / this.limit;
    this.lastDueAt = paced;
    const latest = now + MAX_DEFERRAL_MS;
    return Math.round(paced <= latest ? paced : latest - (random01 * MAX_DEFERRAL_MS) / 2);
  }
}
