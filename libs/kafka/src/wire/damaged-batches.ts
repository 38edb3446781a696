import { LRUCache } from 'lru-cache';
import { partitionKey, type TopicPartition } from '../record.ts';

/** A batch that arrived damaged this often in a row is damaged where it is stored. */
export const MAX_DAMAGED_ARRIVALS = 5;
/** Batches that are counted at a time. A further one takes the place of the one that arrived longest ago. */
const MAX_COUNTED = 1_000;

/**
 * Counts how often batches arrived damaged. A batch that was damaged on its way is intact when it is fetched again. One
 * that is damaged on the broker's disk never is, and must not stop its partition.
 */
export class DamagedBatches {
  readonly #arrivals = new LRUCache<string, number>({ max: MAX_COUNTED });

  /** Counts a batch that arrived damaged. @returns whether it will be damaged however often it is fetched */
  isLasting(from: TopicPartition, firstOffset: bigint): boolean {
    const key = keyOf(from, firstOffset);
    const arrivals = (this.#arrivals.get(key) ?? 0) + 1;
    if (arrivals < MAX_DAMAGED_ARRIVALS) {
      this.#arrivals.set(key, arrivals);
      return false;
    }
    this.#arrivals.delete(key);
    return true;
  }

  /** The batch arrived intact. */
  forget(from: TopicPartition, firstOffset: bigint): void {
    if (this.#arrivals.size > 0) this.#arrivals.delete(keyOf(from, firstOffset));
  }
}

function keyOf(from: TopicPartition, firstOffset: bigint): string {
  return `${partitionKey(from)}/${firstOffset}`;
}
