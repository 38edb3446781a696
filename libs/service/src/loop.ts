import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from '@casewire/observability';

/** Pause after a round that failed, for instance because PostgreSQL is away. */
const FAULT_PAUSE_MS = 2_000;

/** One round of work. @returns how many milliseconds to wait before the next one */
export type Round = () => Promise<number>;

/** Repeats rounds of work, one at a time, from the start of the service to its end. */
export class Loop implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #name: string;
  readonly #round: Round;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer fires, by `performance.now()`. */
  #firesAt = Infinity;
  #isRunning = false;
  #running: Promise<void> | undefined;
  /** Somebody woke the loop while it ran. */
  #wokenFor = Infinity;
  #stopped = false;

  constructor(name: string, round: Round, logger: Logger) {
    this.#name = name;
    this.#round = round;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    this.#schedule(0);
  }

  /** Begins the next round in `delayMs` at the latest. */
  wakeIn(delayMs: number): void {
    const at = performance.now() + Math.max(0, delayMs);
    if (this.#isRunning) this.#wokenFor = Math.min(this.#wokenFor, at);
    else if (at < this.#firesAt) this.#schedule(delayMs);
  }

  /** Resolves when the round that is under way, if one is, has ended. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#firesAt = performance.now() + delayMs;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, delayMs);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#firesAt = Infinity;
    this.#wokenFor = Infinity;
    let delayMs = FAULT_PAUSE_MS;
    try {
      delayMs = await this.#round();
      delayMs = Math.min(delayMs, Math.max(0, this.#wokenFor - performance.now()));
    } catch (error) {
      this.#logger.warn({ error, loop: this.#name }, 'a round failed, trying again');
    }
    this.#isRunning = false;
    this.#schedule(delayMs);
  }
}
