import type { InFlightBudget } from './in-flight-budget.ts';
import type { PartitionState } from './partition-state.ts';

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

/** The part of a batch's payload that its handler waits with. */
export interface Membership {
  /** False when kafkajs has given this membership up. */
  isRunning(): boolean;
  heartbeat(): Promise<void>;
}

/** Holds up fetching while too much is in flight: kafkajs fetches nothing until the handler of a batch returns. */
export class BackPressure {
  readonly #options: BackPressureOptions;
  /** A membership that has ended may wait beside the next one for a moment: each must be woken. */
  readonly #waiting = new Set<() => void>();

  constructor(options: BackPressureOptions) {
    this.#options = options;
  }

  /** Call this when a record was completed, or a partition was taken away: there may be room for more. */
  notify(): void {
    for (const look of this.#waiting) look();
  }

  /**
   * Waits until there is room for more of a partition, sending heartbeats meanwhile. A partition that stays full is
   * paused alone. Its next records then come up to `maxWaitMs` late, because only the next fetch includes it again.
   */
  async untilRoom(state: PartitionState, membership: Membership): Promise<void> {
    const { budget, heartbeatIntervalMs, closing, pausePartition } = this.#options;
    if (state.isFull) await this.#waitUntil(() => !state.held || state.hasRoom, FULL_PARTITION_PATIENCE_MS);
    if (state.held && state.isFull) pausePartition(state);
    const mustWait = (): boolean => budget.isFull && membership.isRunning() && !closing.aborted;
    while (mustWait()) {
      await this.#waitUntil(() => !mustWait(), heartbeatIntervalMs);
      await membership.heartbeat();
    }
  }

  /** @param isEnough asked at each `notify` */
  async #waitUntil(isEnough: () => boolean, maxMs: number): Promise<void> {
    if (isEnough()) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (isEnough()) end();
      };
      const timer = setTimeout(end, maxMs);
      this.#waiting.add(look);
    });
  }
}
