import type { StepBudget } from '@casewire/metering';
import { isObject, type Operand } from './expression.ts';
import { payForText, STEPS_PER_NODE } from './prices.ts';

/** Whether two values are equal in all their parts; each pair of parts is paid for, because values share parts. */
export function isEqual(first: Operand, second: Operand, budget: StepBudget): boolean {
  budget.spend(STEPS_PER_NODE);
  if (typeof first === 'string' && typeof second === 'string') {
    payForText(budget, Math.min(first.length, second.length));
    return first === second;
  }
  if (Array.isArray(first) && Array.isArray(second)) {
    return (
      first.length === second.length &&
      first.every((item, index) => isEqual(item, second[index] ?? null, budget))
    );
  }
  if (isObject(first) && isObject(second)) {
    const names = Object.keys(first);
    return (
      names.length === Object.keys(second).length &&
      names.every(
        (name) => Object.hasOwn(second, name) && isEqual(first[name] ?? null, second[name] ?? null, budget),
      )
    );
  }
  return first === second;
}
