import { QueryTooExpensiveError } from './errors.ts';

/**
 * Steps that one evaluation, or several that share a budget, may take. A step is work of 200 to 300 ns, so this is about
 * 30 ms at worst; the count depends on nothing but query and data, so the same evaluation ends the same way on every
 * machine and every time.
 */
export const MAX_STEPS = 100_000;

/** What is gone through at the cost of one step: one by one, or by copying and comparing memory. */
const ITEMS_PER_STEP = 8;
const CHARACTERS_PER_STEP = 64;

/** Counts steps; each is paid before it is taken. */
export class StepBudget {
  readonly #most: number;
  #left: number;

  /** @param most default: 100,000 */
  constructor(most = MAX_STEPS) {
    this.#most = most;
    this.#left = most;
  }

  /** Steps that were taken, or all of them if the last ones were refused. */
  get spent(): number {
    return this.#left >= 0 ? this.#most - this.#left : this.#most;
  }

  /** @throws QueryTooExpensiveError if fewer than `steps` are left */
  spend(steps: number): void {
    this.#left -= steps;
    if (!(this.#left >= 0)) throw new QueryTooExpensiveError(`the query takes more than ${this.#most} steps`);
  }

  /** Pays for so many elements of an array or characters of a text, looked at one by one. */
  spendOnItems(count: number): void {
    this.spend(count / ITEMS_PER_STEP);
  }

  /** Pays for so many characters of a text, copied or compared as a whole. */
  spendOnText(characters: number): void {
    this.spend(characters / CHARACTERS_PER_STEP);
  }
}
