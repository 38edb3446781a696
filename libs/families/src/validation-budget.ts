/**
 * Steps that validating one `data` may take, a second or two of CPU at worst. The count depends on nothing but schema and
 * data, so every machine comes to the same decision.
 */
const MAX_STEPS = 1_000_000;

/** Characters that are looked at for the price of one step. */
const CHARACTERS_PER_STEP = 32;

/** Validating one `data` takes more steps than it may. */
export class ValidationTooExpensiveError extends Error {
  override readonly name = 'ValidationTooExpensiveError';

  constructor() {
    super(`must take at most ${MAX_STEPS} steps to check`);
  }
}

/**
 * What validating by a tenant's schema may cost: it happens in processes that all tenants share. Rules whose work grows
 * faster than the data pay for it before they do it.
 */
export class ValidationBudget {
  #left = 0;

  /** Begins another validation. */
  refill(): void {
    this.#left = MAX_STEPS;
  }

  /** @throws ValidationTooExpensiveError if fewer than `steps` are left */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new ValidationTooExpensiveError();
  }

  /** Pays for so many characters, each looked at so many times. */
  spendOnText(characters: number, times = 1): void {
    this.spend((characters * times) / CHARACTERS_PER_STEP);
  }
}
