import { pause } from '../pause.ts';
import type { InFlightBudget } from './in-flight-budget.ts';
import type { PartitionState } from './partition-state.ts';
import { WakeSignal } from './wake-signal.ts';

/** How long a full partition may hold up the others before it is paused. */
const FULL_PARTITION_PATIENCE_MS = 50;

export interface BackPressureOptions {
  readonly budget: InFlightBudget;
  readonly heartbeatIntervalMs: number;
  /** Ends all waiting. */
  readonly closing: AbortSignal;
  /** Switches fetching off for a partition that stays full. */
  readonly pausePartition: (partition: PartitionState) => void;
}

/** Holds up fetching while too much is in flight: kafkajs fetches nothing until the handler of a batch returns. */
export class BackPressure {
  readonly #options: BackPressureOptions;
  readonly #room = new WakeSignal();

  constructor(options: BackPressureOptions) {
    this.#options = options;
  }

  /** Call this when a record was completed or a partition was taken away: there may be room for more. */
  notify(): void {
    this.#room.notify();
  }

  /**
   * Waits until there is room for more of a partition, sending heartbeats meanwhile. A partition that stays full is
   * paused alone. Its next records then come up to `maxWaitMs` late, because only the next fetch includes it again.
   */
  async untilRoom(state: PartitionState, heartbeat: () => Promise<void>): Promise<void> {
    const { budget, heartbeatIntervalMs, closing, pausePartition } = this.#options;
    if (state.isFull) await this.#waitUntil(() => !state.held || state.hasRoom, FULL_PARTITION_PATIENCE_MS);
    if (state.held && state.isFull) pausePartition(state);
    while (budget.isFull && !closing.aborted) {
      await this.#waitUntil(() => !budget.isFull || closing.aborted, heartbeatIntervalMs);
      await heartbeat();
    }
  }

  async #waitUntil(isEnough: () => boolean, maxMs: number): Promise<void> {
    const timer = new AbortController();
    // The timer decides, not the clock: by the clock a timer may fire a moment early, and nobody would wake us again.
    const over = new AbortController();
    const end = pause(maxMs, timer.signal).then(() => {
      over.abort();
      this.#room.notify();
    });
    while (!isEnough() && !over.signal.aborted) await this.#room.wait();
    timer.abort();
    await end;
  }
}
