import { LRUCache } from 'lru-cache';

/**
 * Keeps what is costly to make again, within a bound on its size. Where it is full, the owner that holds most gives up
 * what it has used least recently: an owner of many entries displaces its own, and nobody's that has few.
 */
export class FairCache<Value extends object> {
  readonly #maxSize: number;
  readonly #owners = new Map<string, LRUCache<string, Value>>();
  #size = 0;

  /** @param maxSize of all entries together, in the unit that `set` is told */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /** What all entries take together. */
  get size(): number {
    return this.#size;
  }

  get(owner: string, key: string): Value | undefined {
    return this.#owners.get(owner)?.get(key);
  }

  /** Keeps a value; does not if it alone is larger than the cache. */
  set(owner: string, key: string, value: Value, size: number): void {
    if (size > this.#maxSize) return;
    const entries = this.#owners.get(owner) ?? new LRUCache<string, Value>({ maxSize: this.#maxSize });
    this.#owners.set(owner, entries);
    this.#size -= entries.calculatedSize;
    entries.set(key, value, { size });
    this.#size += entries.calculatedSize;
    while (this.#size > this.#maxSize) this.#evict();
  }

  /** The owner that holds most gives entries up until all fit, or it holds no more than the next one. */
  #evict(): void {
    const { owner, entries, nextSize } = this.#largestOwner();
    // Not one entry at a time: going through thousands of owners for each of thousands of entries takes seconds.
    do {
      this.#size -= entries.calculatedSize;
      entries.pop();
      this.#size += entries.calculatedSize;
    } while (this.#size > this.#maxSize && entries.calculatedSize > nextSize);
    if (entries.size === 0) this.#owners.delete(owner);
  }

  #largestOwner() {
    let largest: { readonly owner: string; readonly entries: LRUCache<string, Value> } | undefined;
    let nextSize = 0;
    for (const [owner, entries] of this.#owners) {
      const largestSize = largest?.entries.calculatedSize ?? 0;
      nextSize = Math.max(nextSize, Math.min(largestSize, entries.calculatedSize));
      if (entries.calculatedSize > largestSize) largest = { owner, entries };
    }
    if (largest === undefined) throw new Error('nobody holds anything');
    return { ...largest, nextSize };
  }
}
