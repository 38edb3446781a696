import type { StepBudget } from '@casewire/metering';
import { isContainer, isObject } from './value-kind.ts';

/** Characters of a text that are compared or copied for the price of one step. */
const CHARACTERS_PER_STEP = 4;

/** Steps of a member or an element: it is looked up, and its text is joined to those of its neighbours. */
const STEPS_PER_PART = 20;

/** Steps of looking a member up. */
const STEPS_PER_MEMBER = 4;

/** Whether two values are equal as JSON Schema defines it: whatever order their members have. */
export function isEqual(one: unknown, other: unknown, budget: StepBudget): boolean {
  budget.spend(1);
  if (one === other) return true;
  if (typeof one === 'string' && typeof other === 'string') {
    budget.spend(Math.min(one.length, other.length) / CHARACTERS_PER_STEP);
    return false;
  }
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isEqual(item, other[index], budget))
    );
  }
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  budget.spend(names.length * STEPS_PER_MEMBER);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name], budget))
  );
}

/** Whether no two items are equal; in time that grows as their text does. */
export function areUnique(items: readonly unknown[], budget: StepBudget): boolean {
  const known = new Set<string>();
  for (const item of items) {
    const text = canonicalText(item, budget);
    if (known.has(text)) return false;
    known.add(text);
  }
  return true;
}

/** The same text for values that JSON Schema calls equal. */
function canonicalText(value: unknown, budget: StepBudget): string {
  const text = isContainer(value) ? containerText(value, budget) : scalarText(value);
  budget.spend(STEPS_PER_PART + text.length / CHARACTERS_PER_STEP);
  return text;
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function containerText(value: object, budget: StepBudget): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, budget)).join()}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${canonicalText(member, budget)}`,
  );
  const characters = members.reduce((sum, { length }) => sum + length, 0);
  budget.spend((characters * Math.log2(members.length + 1)) / CHARACTERS_PER_STEP);
  return `{${members.toSorted().join()}}`;
}
