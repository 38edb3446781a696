import { compileQuery, type Query } from './query.ts';

/** Compiles queries once, as long as they are used: those that were not asked for longest are forgotten. */
export class QueryCache {
  readonly #queries = new Map<string, Query>();
  readonly #capacity: number;

  /** @param capacity queries kept at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @throws QuerySyntaxError */
  get(text: string): Query {
    const query = this.#queries.get(text) ?? compileQuery(text);
    this.#queries.delete(text);
    this.#queries.set(text, query);
    const [oldest] = this.#queries.keys();
    if (this.#queries.size > this.#capacity && oldest !== undefined) this.#queries.delete(oldest);
    return query;
  }
}
