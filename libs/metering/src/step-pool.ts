import { StepBudget } from './step-budget.ts';

/** What one evaluation may take. */
export interface Allowance {
  /** Steps that no ordinary program needs for data of this size. */
  readonly ordinary: number;
  /** Steps at most: those above `ordinary` come out of a pool. */
  readonly most: number;
}

/**
 * Bounds evaluations together, such as those of a tenant in one batch. Those that are ordinary are never affected. The
 * first costly ones may take all that a single one may; when they have used the pool up, costly ones are refused. So
 * n evaluations take at most n times what is ordinary, and the pool, and one evaluation more.
 */
export class StepPool {
  readonly #shared: number;
  #aboveOrdinary = 0;
  #spent = 0;

  /** @param shared steps that the evaluations may take together above what is ordinary */
  constructor(shared: number) {
    this.#shared = shared;
  }

  /** Steps that all evaluations have taken: what their owner has cost so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Whether nothing is left for evaluations that are not ordinary. */
  get isUsedUp(): boolean {
    return this.#aboveOrdinary >= this.#shared;
  }

  /** Calls `evaluate` with the budget of one evaluation, and counts what it takes of it, also where it throws. */
  spendOn<Result>({ ordinary, most }: Allowance, evaluate: (budget: StepBudget) => Result): Result {
    const budget = new StepBudget(this.isUsedUp ? ordinary : most);
    try {
      return evaluate(budget);
    } finally {
      this.#spent += budget.spent;
      this.#aboveOrdinary += Math.max(0, budget.spent - ordinary);
    }
  }
}

/** A pool for each owner, such as the tenants of a batch. */
export class StepPools {
  readonly #shared: number;
  readonly #pools = new Map<string, StepPool>();

  /** @param shared see `StepPool` */
  constructor(shared: number) {
    this.#shared = shared;
  }

  of(owner: string): StepPool {
    const pool = this.#pools.get(owner) ?? new StepPool(this.#shared);
    this.#pools.set(owner, pool);
    return pool;
  }
}
