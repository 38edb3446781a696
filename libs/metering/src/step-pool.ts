import { StepBudget } from './step-budget.ts';

/** What evaluations that share a pool may take. */
export interface PoolLimits {
  /** Steps of all evaluations together before each of them has to be modest. */
  readonly shared: number;
  /** Steps of one evaluation until then. */
  readonly each: number;
  /** Steps of one evaluation from then on: more than ordinary programs need. */
  readonly modest: number;
}

/**
 * Bounds evaluations together: those of a tenant in one batch, or of all webhooks for one event. The first costly ones
 * may take all that a single one may; when they have used the pool up, costly ones are refused and ordinary ones go on.
 * So n evaluations take at most `shared + each + n * modest` steps.
 */
export class StepPool {
  readonly #limits: PoolLimits;
  readonly #within: StepPool | undefined;
  #spent = 0;

  /** @param within a pool that these evaluations are part of: they have to be modest when either is used up */
  constructor(limits: PoolLimits, within?: StepPool) {
    this.#limits = limits;
    this.#within = within;
  }

  /** Steps that were taken from the pool: what its owner has cost so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Whether evaluations have to be modest from now on. */
  get isUsedUp(): boolean {
    return this.#spent >= this.#limits.shared || this.#within?.isUsedUp === true;
  }

  /**
   * Calls `evaluate` with the budget of one evaluation, and counts what it takes of it, also where it throws.
   * @param each steps it may take while the pool lasts. Default: the pool's
   */
  spendOn<Result>(evaluate: (budget: StepBudget) => Result, each = this.#limits.each): Result {
    const budget = new StepBudget(this.isUsedUp ? Math.min(each, this.#limits.modest) : each);
    try {
      return evaluate(budget);
    } finally {
      this.#count(budget.spent);
    }
  }

  #count(steps: number): void {
    this.#spent += steps;
    if (this.#within !== undefined) this.#within.#count(steps);
  }
}

/** A pool for each owner, such as the tenants of a batch. */
export class StepPools {
  readonly #limits: PoolLimits;
  readonly #pools = new Map<string, StepPool>();

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  of(owner: string): StepPool {
    const pool = this.#pools.get(owner) ?? new StepPool(this.#limits);
    this.#pools.set(owner, pool);
    return pool;
  }
}
