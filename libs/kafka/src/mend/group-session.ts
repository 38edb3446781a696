import { pause } from '../pause.ts';

/** What the group's coordinator has last confirmed of our membership, by a clock that is never set back. */
export class GroupSession {
  readonly #timeoutMs: number;
  readonly #onConfirmed: () => void;
  readonly #beganAt = performance.now();
  #confirmedAt = -Infinity;
  #memberId = '';
  #generation = -1;

  /** @param onConfirmed called when the session goes on */
  constructor(timeoutMs: number, onConfirmed: () => void) {
    this.#timeoutMs = timeoutMs;
    this.#onConfirmed = onConfirmed;
  }

  /** Whether the coordinator cannot have ended the session yet, and given our partitions to other members. */
  get isAlive(): boolean {
    return performance.now() - this.#confirmedAt < this.#timeoutMs;
  }

  get memberId(): string {
    return this.#memberId;
  }

  /** Number of the group's assignment that we joined last. */
  get generation(): number {
    return this.#generation;
  }

  joined(memberId: string, generation: number): void {
    this.#memberId = memberId;
    this.#generation = generation;
  }

  /**
   * The coordinator has answered a request that belongs to the session.
   * @param sentAt by `performance.now()`. The coordinator counts from some later instant; when we see its answer may be
   *   long after, if this process stood still
   */
  confirm(sentAt: number): void {
    this.#confirmedAt = Math.max(this.#confirmedAt, sentAt);
    this.#onConfirmed();
  }

  /**
   * Resolves when the coordinator has confirmed nothing for this long since the session began or was last confirmed.
   * @param ms milliseconds
   * @param ended resolves it early when aborted
   */
  async untilSilentFor(ms: number, ended: AbortSignal): Promise<void> {
    for (;;) {
      const silentMs = performance.now() - Math.max(this.#beganAt, this.#confirmedAt);
      if (silentMs >= ms || ended.aborted) return;
      await pause(ms - silentMs, ended);
    }
  }
}
