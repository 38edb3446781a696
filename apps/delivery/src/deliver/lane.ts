import { holderKey, type Holder } from '@casewire/shares';
import Denque from 'denque';
import { Pace } from './pace.ts';
import type { RateLimit } from './rate-limit.ts';

/** One delivery that waits for its turn; exactly one of its three methods is called, once. */
export interface LaneJob {
  /** What it keeps in memory until then. */
  readonly bytes: number;
  /** Whether a hold of its webhook had kept it: such jobs take turns with the others. */
  readonly isBacklog: boolean;
  /** Makes the attempt. Must not reject. */
  run(): Promise<void>;
  /** Not now: release it again after so many milliseconds. */
  defer(delayMs: number, reason: DeferralReason): void;
  /** The process is closing: nothing was started. */
  abandon(): void;
}

/** `lane-full`: for lack of places or memory. `rate-limited`: for its webhook's rate. */
export type DeferralReason = 'lane-full' | 'rate-limited';

interface Waiting {
  readonly job: LaneJob;
  readonly since: number;
}

/**
 * The deliveries of one webhook in this process: some under way, the others waiting in order. A backlog waits beside live
 * traffic. Where there is both, each starts as often as the other.
 */
export class Lane {
  readonly webhookId: string;
  readonly holder: Holder;
  /** `holderKey` of the holder. */
  readonly holderKey: string;
  /** Attempts at once. */
  limit: number;
  /** It waits for its turn to start something. */
  hasTurn = false;
  /** The lane could not keep up: until half of its limit is free again, it defers what cannot start at once. */
  congested = false;
  /** Undefined where the webhook has no rate. */
  rateLimit: RateLimit | undefined;
  /** Fires when the rate lets something start. */
  timer: NodeJS.Timeout | undefined;
  readonly pace = new Pace();
  private readonly waiting = new Denque<Waiting>();
  private readonly backlog = new Denque<Waiting>();
  /** Whether what was started last was of the backlog. */
  private wasBacklog = false;

  constructor(webhookId: string, holder: Holder, limit: number) {
    this.webhookId = webhookId;
    this.holder = holder;
    this.holderKey = holderKey(holder);
    this.limit = limit;
  }

  get queued(): number {
    return this.waiting.length + this.backlog.length;
  }

  get isIdle(): boolean {
    return this.pace.running === 0 && this.queued === 0;
  }

  /** Whether all attempts that it may make at once are under way. */
  get isFull(): boolean {
    return this.pace.running >= this.limit;
  }

  /** Whether something waits for which there is a place. The rate may still be against it. */
  get hasNext(): boolean {
    return this.queued > 0 && !this.isFull;
  }

  /** Milliseconds until the rate lets something start; 0 where it does, or there is none. */
  rateWaitMs(now: () => number): number {
    return this.rateLimit?.waitMs(now()) ?? 0;
  }

  push(job: LaneJob, now: number): void {
    const queue = job.isBacklog ? this.backlog : this.waiting;
    queue.push({ job, since: now });
  }

  shift(): LaneJob | undefined {
    const { waiting, backlog } = this;
    const next = this.wasBacklog
      ? (waiting.shift() ?? backlog.shift())
      : (backlog.shift() ?? waiting.shift());
    this.wasBacklog = next?.job.isBacklog === true;
    return next?.job;
  }

  /** Takes out the jobs that have waited since before `since`, an instant like those of `push`. */
  takeOlderThan(since: number): LaneJob[] {
    const taken: LaneJob[] = [];
    for (const queue of [this.waiting, this.backlog])
      while ((queue.peekFront()?.since ?? since) < since) {
        const next = queue.shift();
        if (next !== undefined) taken.push(next.job);
      }
    return taken;
  }

  takeAll(): LaneJob[] {
    const taken = [...this.waiting.toArray(), ...this.backlog.toArray()].map(({ job }) => job);
    this.waiting.clear();
    this.backlog.clear();
    return taken;
  }

  finished(now: number, durationMs: number): void {
    this.pace.finished(now, durationMs);
    if (this.queued === 0 && this.pace.running <= this.limit / 2) this.congested = false;
  }
}
