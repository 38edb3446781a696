/** Assumed duration of an attempt, until one has ended. */
const ASSUMED_DURATION_MS = 1000;
/** Share of the newest duration in the running average. */
const AVERAGE_WEIGHT = 0.2;
const MIN_DEFERRAL_MS = 1000;
/** The longest deferral while trouble is new. Coming back in vain twice a minute costs little. */
const FIRST_LONGEST_DEFERRAL_MS = 30 * 1000;
const LONGEST_DEFERRAL_MS = 10 * 60 * 1000;

/**
 * How fast attempts end, as measured: those of one webhook, or of one tenant's environment. Every instant is in milliseconds
 * on a clock that is never set back.
 */
export class Pace {
  /** Attempts under way. */
  #running = 0;
  #averageDurationMs = ASSUMED_DURATION_MS;
  /** Since when attempts are under way and none has ended. */
  #quietSince = 0;
  #lastDueAt = -Infinity;
  /** Since when there has always been a deferred delivery that had not come back. */
  #deferringSince = 0;

  get running(): number {
    return this.#running;
  }

  /** Whether nothing is under way, and all that was deferred has come back. */
  isIdle(now: number): boolean {
    return this.#running === 0 && this.#lastDueAt <= now;
  }

  started(now: number): void {
    if (this.#running === 0) this.#quietSince = now;
    this.#running += 1;
  }

  finished(now: number, durationMs: number): void {
    this.#running -= 1;
    this.#quietSince = now;
    this.#averageDurationMs += AVERAGE_WEIGHT * (durationMs - this.#averageDurationMs);
  }

  /**
   * In how many milliseconds a deferred delivery should come back. Deferred deliveries come back one after the other, at
   * the pace that was measured: if all returned at once, they would only be deferred again. But the pace is that of the
   * trouble. So nobody is deferred for longer than the trouble has lasted, and what it held up is sent soon after its end.
   * @param random01 spreads the deliveries that would come back later than the longest deferral
   */
  nextDelayMs(now: number, random01: number): number {
    if (this.#lastDueAt <= now) this.#deferringSince = now;
    const lasted = now - this.#deferringSince;
    const longest = Math.min(Math.max(lasted, FIRST_LONGEST_DEFERRAL_MS), LONGEST_DEFERRAL_MS);
    const latest = now + longest;
    const paced = Math.max(this.#lastDueAt, now + MIN_DEFERRAL_MS) + this.#intervalMs(now);
    this.#lastDueAt = Math.min(paced, latest);
    return Math.round(paced <= latest ? paced - now : longest - (random01 * longest) / 2);
  }

  /** Time between the ends of two attempts. Where none ends, one takes at least as long as that has lasted. */
  #intervalMs(now: number): number {
    if (this.#running === 0) return this.#averageDurationMs;
    return Math.max(this.#averageDurationMs, now - this.#quietSince) / this.#running;
  }
}
