import { setImmediate } from 'node:timers/promises';

/** Synchronous work after which others get their turn: heartbeats, acknowledgements, health checks. */
const MAX_STRETCH_MS = 10;

/** Breaks long synchronous work up, so that what one batch costs never stalls the process. */
export class Breather {
  #since = performance.now();

  /** Lets everything else run if enough was done since it last could. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < MAX_STRETCH_MS) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
