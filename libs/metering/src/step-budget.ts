/**
 * Steps in a millisecond: a step is work of about 20 ns on one core of a common server. What costs more pays several. The
 * count depends on nothing but program and data, so that every machine comes to the same end.
 */
export const STEPS_PER_MS = 50_000;

/** An evaluation takes more steps than it may. */
export class BudgetExceededError extends Error {
  override readonly name = 'BudgetExceededError';
  /** Steps that the evaluation was allowed. */
  readonly limit: number;

  constructor(limit: number) {
    super(`takes more than ${limit} steps`);
    this.limit = limit;
  }
}

/** What one evaluation of a tenant's program may cost: each step is paid before it is taken. */
export class StepBudget {
  /** Steps that may be taken in all. */
  readonly limit: number;
  #left: number;

  constructor(limit: number) {
    this.limit = limit;
    this.#left = limit;
  }

  /** Steps that were taken, or all of them if the last ones were refused. */
  get spent(): number {
    return this.limit - Math.max(0, this.#left);
  }

  /** Steps that may still be taken. */
  get left(): number {
    return Math.max(0, this.#left);
  }

  /** @throws BudgetExceededError if fewer than `steps` are left */
  spend(steps: number): void {
    this.#left -= steps;
    // Also where a size that went wrong makes it NaN.
    if (!(this.#left >= 0)) throw new BudgetExceededError(this.limit);
  }
}
