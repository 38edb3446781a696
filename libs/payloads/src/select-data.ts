import { selectJson, type JsonSelection } from '@casewire/events';
import { BudgetExceededError, type StepBudget } from '@casewire/metering';
import type { EventContent } from './event-content.ts';

/** Steps that a member or an element costs, those that each pointer adds, and bytes that cost one step. */
const STEPS_PER_PART = 4;
const STEPS_PER_POINTER = 2;
const BYTES_PER_STEP = 16;

/** An event with the part of its data that a webhook's receiver may get; undefined if finding it costs too much. */
export function selectData(
  content: EventContent,
  selection: JsonSelection,
  budget: StepBudget,
): EventContent | undefined {
  let paidFor = 0;
  const pay = (at: number, pointers: number): void => {
    budget.spend(STEPS_PER_PART + STEPS_PER_POINTER * pointers + (at - paidFor) / BYTES_PER_STEP);
    paidFor = at;
  };
  try {
    return content.withData(selectJson(content.event.data, selection, pay));
  } catch (error) {
    if (error instanceof BudgetExceededError) return undefined;
    throw error;
  }
}
