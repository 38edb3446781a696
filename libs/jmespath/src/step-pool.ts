import { MAX_STEPS, StepBudget } from './step-budget.ts';

/** Evaluations that may take all their steps before the others have to be modest. */
const COSTLY_EVALUATIONS = 10;

/** Steps of one evaluation after that: enough for a filter or a mapping that picks some members, about 0.3 ms. */
const MODEST_STEPS = 1_000;

/**
 * Bounds many evaluations together, such as those of all webhooks for one event: the usual ones are never affected, and
 * a thousand costly ones take less than a second. What an evaluation may take depends on those before it, so their order
 * must be the same every time.
 */
export class StepPool {
  #left = COSTLY_EVALUATIONS * MAX_STEPS;

  /** Calls `evaluate` with the budget that its evaluations share. */
  spendOn<Result>(evaluate: (budget: StepBudget) => Result): Result {
    const budget = new StepBudget(this.#left > 0 ? MAX_STEPS : MODEST_STEPS);
    try {
      return evaluate(budget);
    } finally {
      this.#left -= budget.spent;
    }
  }
}
