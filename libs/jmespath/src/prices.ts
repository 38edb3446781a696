import type { StepBudget } from '@casewire/metering';

/** Steps of visiting a node, and of other work of the library of about the same size. */
export const STEPS_PER_NODE = 5;

/** What is gone through at the cost of one step: one by one, or by copying and comparing memory. */
const ITEMS_PER_STEP = 2;
const CHARACTERS_PER_STEP = 12;

/** Pays for so many elements of an array or characters of a text, looked at one by one. */
export function payForItems(budget: StepBudget, count: number): void {
  budget.spend(count / ITEMS_PER_STEP);
}

/** Pays for so many characters of a text, copied or compared as a whole. */
export function payForText(budget: StepBudget, characters: number): void {
  budget.spend(characters / CHARACTERS_PER_STEP);
}
