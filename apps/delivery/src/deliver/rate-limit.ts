/** The starts that a bucket may save up, as seconds of its rate: after a pause, so many come at once. */
const BURST_SECONDS = 1;

/** Where the limit of a webhook stood when another process had it. */
export interface KnownRate {
  /** Milliseconds since the last delivery was started; undefined if none is known. */
  readonly sinceLastStartMs?: number | undefined;
  /** Milliseconds until the latest due time that was given is over; negative if it is. */
  readonly untilLatestDueMs?: number | undefined;
}

/**
 * How often deliveries of one webhook may start: a bucket that fills at the webhook's rate and holds at least one start.
 * Every instant is in milliseconds on a clock that is never set back.
 *
 * A delivery whose start would come too late is given a due time of its own, one interval behind the latest one that was
 * given, and comes back then. As long as such times are outstanding, deliveries that arrive for the first time go behind
 * them: so what comes back finds its start, and is not deferred once more.
 */
export class RateLimit {
  #perSecond: number;
  /** Starts that may be made now. */
  #saved: number;
  /** When `saved` was right. */
  #countedAt: number;
  #latestDueAt: number;

  constructor(perSecond: number, { sinceLastStartMs, untilLatestDueMs = -Infinity }: KnownRate, now: number) {
    this.#perSecond = perSecond;
    this.#countedAt = now;
    this.#latestDueAt = now + untilLatestDueMs;
    this.#saved = sinceLastStartMs === undefined ? 1 : Math.min(1, sinceLastStartMs / this.#intervalMs);
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  /**
   * History gives what waits new due times at the new rate, so the latest one comes as much sooner or later.
   * @param perSecond deliveries; a fraction is one in several seconds
   */
  setRate(perSecond: number, now: number): void {
    this.#count(now);
    const ahead = this.#latestDueAt - now;
    if (ahead > 0) this.#latestDueAt = now + ahead * (this.#perSecond / perSecond);
    this.#perSecond = perSecond;
  }

  /** Whether nothing is lost if this is forgotten, and begun anew with the next delivery. */
  isIdle(now: number): boolean {
    this.#count(now);
    return this.#saved >= this.#capacity && this.#latestDueAt <= now;
  }

  /** Milliseconds until a delivery may start; 0 if one may now. */
  waitMs(now: number): number {
    return Math.max(0, this.#startAt(1, now) - now);
  }

  /** Takes a start out of the bucket. */
  take(now: number): void {
    this.#count(now);
    this.#saved -= 1;
  }

  /**
   * Whether a delivery may wait here for its start.
   * @param ahead deliveries that wait here already
   * @param isReturning whether it comes back at a due time of its own
   */
  admits(ahead: number, isReturning: boolean, maxWaitMs: number, now: number): boolean {
    const startAt = this.#startAt(ahead + 1, now);
    return startAt - now <= maxWaitMs && (isReturning || this.#latestDueAt <= startAt);
  }

  /** Gives a delivery a due time. @returns in how many milliseconds it comes back */
  deferralMs(ahead: number, now: number): number {
    this.#latestDueAt = Math.max(this.#latestDueAt + this.#intervalMs, this.#startAt(ahead + 1, now));
    return Math.ceil(this.#latestDueAt - now);
  }

  get #intervalMs(): number {
    return 1000 / this.#perSecond;
  }

  get #capacity(): number {
    return Math.max(1, BURST_SECONDS * this.#perSecond);
  }

  /** When the n-th start from now may be made. */
  #startAt(n: number, now: number): number {
    this.#count(now);
    return now + Math.max(0, n - this.#saved) * this.#intervalMs;
  }

  #count(now: number): void {
    this.#saved = Math.min(this.#capacity, this.#saved + (now - this.#countedAt) / this.#intervalMs);
    this.#countedAt = now;
  }
}
