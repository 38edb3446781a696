const maxRemembered = 10_000;

/** Counts the requests for each invocation; forgets the oldest invocations beyond 10,000. */
export class RequestCounter {
  readonly #counts = new Map<string, number>();

  /** 1 for the first request of an invocation, 2 for the second, and so on. */
  next(invocationId: string): number {
    const count = (this.#counts.get(invocationId) ?? 0) + 1;
    this.#counts.set(invocationId, count);
    if (this.#counts.size > maxRemembered) {
      const [oldest] = this.#counts.keys();
      if (oldest !== undefined) this.#counts.delete(oldest);
    }
    return count;
  }
}
