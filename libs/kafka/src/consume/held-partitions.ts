import { partitionKey, type TopicPartition } from '../record.ts';
import { InFlightBudget } from './in-flight-budget.ts';
import type { ConsumerLimits } from './limits.ts';
import { PartitionState } from './partition-state.ts';
import type { StartPosition } from './start-position.ts';

/** The partitions that a process holds, and what all of them together have in flight. */
export class HeldPartitions {
  readonly budget: InFlightBudget;
  readonly #limits: ConsumerLimits;
  readonly #held = new Map<string, PartitionState>();

  constructor(limits: ConsumerLimits) {
    this.#limits = limits;
    this.budget = new InFlightBudget({ records: limits.maxInFlightRecords, bytes: limits.maxInFlightBytes });
  }

  get all(): readonly PartitionState[] {
    return [...this.#held.values()];
  }

  get(partition: TopicPartition): PartitionState | undefined {
    return this.#held.get(partitionKey(partition));
  }

  /** Holds a partition from a position on, in place of what was held of it before. */
  replace(partition: TopicPartition, start: StartPosition): PartitionState {
    const { maxPartitionRecords, maxPartitionBytes } = this.#limits;
    this.get(partition)?.release();
    const limits = { records: maxPartitionRecords, bytes: maxPartitionBytes };
    const state = new PartitionState(partition, start, limits, this.budget);
    this.#held.set(partitionKey(partition), state);
    return state;
  }

  /** Releases all but these. @returns how many were released */
  releaseAllBut(kept: readonly TopicPartition[]): number {
    const keys = new Set(kept.map(partitionKey));
    let released = 0;
    for (const [key, state] of this.#held) {
      if (keys.has(key)) continue;
      state.release();
      this.#held.delete(key);
      released += 1;
    }
    return released;
  }
}
