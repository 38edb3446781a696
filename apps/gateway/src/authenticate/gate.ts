import Denque from 'denque';
import { Problem } from '@casewire/rest';

/** The answer to a request whose key or session cannot be looked up in time. */
export function tooManyLookUps(): Problem {
  return new Problem('overloaded', {
    detail: 'too many keys or sessions are being looked up',
    headers: { 'retry-after': '1' },
  });
}

/** Lets so many pieces of work run at once. The others wait in their order. */
export class Gate {
  readonly #maxWaiting: number;
  readonly #waiting = new Denque<() => void>();
  #free: number;

  /** @param maxWaiting more than these are refused */
  constructor(size: number, maxWaiting: number) {
    this.#free = size;
    this.#maxWaiting = maxWaiting;
  }

  /** @throws Problem overloaded; any error of the work */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiting.length >= this.#maxWaiting) throw tooManyLookUps();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#waiting.push(() => {
      resolve(undefined);
    });
    await promise;
  }
}
