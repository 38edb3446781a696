import type { StepBudget } from '@casewire/metering';

/** Steps of remembering one member or item. */
const STEPS_PER_PART = 10;

/** The members and items of one value that its schemas have looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export class Evaluated {
  readonly #budget: StepBudget;
  readonly #names = new Set<string>();
  readonly #indexes = new Set<number>();
  #hasAllNames = false;
  /** Items from the first one on. */
  #firstItems = 0;

  constructor(budget: StepBudget) {
    this.#budget = budget;
  }

  addName(name: string): void {
    this.#budget.spend(STEPS_PER_PART);
    this.#names.add(name);
  }

  addAllNames(): void {
    this.#hasAllNames = true;
  }

  addItem(index: number): void {
    this.#budget.spend(STEPS_PER_PART);
    this.#indexes.add(index);
  }

  addFirstItems(count: number): void {
    this.#firstItems = Math.max(this.#firstItems, count);
  }

  hasName(name: string): boolean {
    return this.#hasAllNames || this.#names.has(name);
  }

  hasItem(index: number): boolean {
    return index < this.#firstItems || this.#indexes.has(index);
  }

  addAll(other: Evaluated): void {
    for (const name of other.#names) this.addName(name);
    for (const index of other.#indexes) this.addItem(index);
    this.#hasAllNames ||= other.#hasAllNames;
    this.addFirstItems(other.#firstItems);
  }
}
