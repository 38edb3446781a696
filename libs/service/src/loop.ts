/** Pause after a round that failed, for instance because PostgreSQL is away. */
const FAULT_PAUSE_MS = 2_000;

/** One round of work. @returns milliseconds until the next round */
export type Round = () => number | Promise<number>;

/** Hears of every round when it has ended. */
export interface LoopObserver {
  onSuccess(durationMs: number): void;
  onFailure(error: unknown, durationMs: number): void;
}

/**
 * Work that a service repeats by itself, one round at a time. An app lists it in `ServiceParts.loops` and may wake it;
 * the service starts, observes and stops it. A round that fails is repeated after two seconds.
 */
export class Loop {
  readonly name: string;
  readonly #round: Round;
  #observer: LoopObserver | undefined;
  /** When the next round begins, by `performance.now()`. */
  #nextAt = Infinity;
  /** Undefined during a round. */
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(name: string, round: Round) {
    this.name = name;
    this.#round = round;
  }

  /** Begins the first round. */
  start(observer: LoopObserver): void {
    this.#observer = observer;
    this.#waitUntil(performance.now());
  }

  /**
   * Makes the next round begin in `delayMs` at the latest. A call during a round means the round after it, unless the
   * one under way fails: then the usual pause follows. A call before the start or after the end changes nothing.
   */
  wakeIn(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (at >= this.#nextAt) return;
    if (this.#timer === undefined) this.#nextAt = at;
    else this.#waitUntil(at);
  }

  /** Begins no further round. Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #waitUntil(at: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#nextAt = at;
    const delayMs = Math.max(0, at - performance.now());
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, delayMs);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#nextAt = Infinity;
    const startedAt = performance.now();
    try {
      const delayMs = await this.#round();
      this.#observer?.onSuccess(performance.now() - startedAt);
      this.#waitUntil(Math.min(this.#nextAt, performance.now() + delayMs));
    } catch (error) {
      this.#observer?.onFailure(error, performance.now() - startedAt);
      this.#waitUntil(performance.now() + FAULT_PAUSE_MS);
    }
  }
}
