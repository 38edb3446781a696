import type { StepBudget } from '@casewire/metering';
import { MAX_FOLLOWED_REFERENCES } from './limits.ts';
import type { DynamicScope } from './subschema.ts';

/** The data is nested deeper than a schema that names itself is followed. */
export class TooDeepError extends Error {
  override readonly name = 'TooDeepError';
}

/** One check of one value by a schema. */
export class Run {
  readonly budget: StepBudget;
  /** The schemas with a URI that the check is in, the outermost first: `$dynamicRef` looks for its anchor in this order. */
  readonly scope: DynamicScope[];
  #followed = 0;

  constructor(budget: StepBudget, root: DynamicScope) {
    this.budget = budget;
    this.scope = [root];
  }

  /** @throws TooDeepError */
  enterReference(): void {
    if (++this.#followed > MAX_FOLLOWED_REFERENCES) throw new TooDeepError();
  }

  leaveReference(): void {
    this.#followed--;
  }
}
