import type { StepBudget } from '@casewire/metering';
import type { JsonValue, Operand } from './expression.ts';
import { payForText, STEPS_PER_NODE } from './prices.ts';

/**
 * The items in the order of their keys, which are all numbers or all texts; texts by code points, equal keys as they
 * were.
 * @throws Error if a key is neither, or of another type than the first
 */
export function sortByKeys<T extends JsonValue>(
  items: readonly T[],
  keys: readonly Operand[],
  budget: StepBudget,
): T[] {
  const [firstKey] = keys;
  const rounds = Math.ceil(Math.log2(items.length + 1));
  budget.spend(items.length * rounds * STEPS_PER_NODE);
  const compared = keys.map((key) => {
    if (typeof key !== typeof firstKey || (typeof key !== 'string' && typeof key !== 'number')) {
      throw new Error('invalid type: sorting takes keys that are all numbers or all strings');
    }
    if (typeof key === 'number') return key;
    payForText(budget, key.length * rounds);
    // UTF-8 has the order of code points.
    return Buffer.from(key);
  });
  return items
    .map((item, index) => ({ item, key: compared[index] ?? 0 }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item);
}

function compare(a: Buffer | number, b: Buffer | number): number {
  return typeof a === 'number' || typeof b === 'number' ? Number(a) - Number(b) : Buffer.compare(a, b);
}
