import { LRUCache } from 'lru-cache';

/** Invocations remembered at most; beyond, the one whose last request is longest ago is forgotten. */
const MAX_INVOCATIONS = 10_000;

/** Counts the requests for each invocation. */
export class RequestCounter {
  readonly #counts = new LRUCache<string, number>({ max: MAX_INVOCATIONS });

  /** 1 for the first request of an invocation, 2 for the second, and so on. */
  next(invocationId: string): number {
    const count = (this.#counts.get(invocationId) ?? 0) + 1;
    this.#counts.set(invocationId, count);
    return count;
  }
}
