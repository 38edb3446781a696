import { Problem } from '@casewire/rest';
import { Shares } from '@casewire/shares';

/** Places that requests of all keys share. One key holds at most three times what is free, so others find room. */
export class Places {
  readonly #shares: Shares;
  readonly #what: string;

  /** @param what uses a place, for the refusal: "requests to the history service" */
  constructor(size: number, what: string) {
    this.#shares = new Shares(size);
    this.#what = what;
  }

  /**
   * Holds a place for a key while work goes on.
   * @throws Problem overloaded; any error of the work
   */
  async hold<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (!this.#shares.take(key)) {
      throw new Problem('overloaded', {
        detail: `this key has its share of ${this.#what}: wait for answers before sending more`,
        headers: { 'retry-after': '1' },
      });
    }
    try {
      return await work();
    } finally {
      this.#shares.giveBack(key);
    }
  }
}
