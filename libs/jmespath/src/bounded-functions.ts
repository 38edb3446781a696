import type { StepBudget } from '@casewire/metering';
import type { Expression, JsonValue, Operand } from './expression.ts';
import { measureJson } from './measure-json.ts';
import { sortByKeys } from './sort-by-keys.ts';
import { trim } from './trim.ts';
import { payForItems, payForText } from './prices.ts';

/** An item may make a group of its own, and a member of the result. */
const STEPS_PER_GROUPED_ITEM = 30;

/** Functions whose time is the length of the text times that of what is looked for. */
const searching = new Set(['contains', 'find_first', 'find_last', 'replace', 'split']);

/** Pays for what a call looks at and makes, beyond its arguments, which their nodes have paid for. */
export function payForCall(name: string, args: readonly Operand[], budget: StepBudget): void {
  for (const arg of args) {
    if (typeof arg === 'string') payForItems(budget, arg.length);
    else if (Array.isArray(arg))
      for (const item of arg) if (typeof item === 'string') payForItems(budget, item.length);
  }
  const [first, second] = args;
  if (searching.has(name) && typeof first === 'string' && typeof second === 'string') {
    payForText(budget, first.length * second.length);
  } else if (name === 'join' && typeof first === 'string' && Array.isArray(second)) {
    payForText(budget, first.length * second.length);
  } else if (name.startsWith('pad_') && typeof second === 'number') {
    payForText(budget, second);
  }
}

/**
 * Functions that the library evaluates in more time or memory than their arguments are large, or wrongly: it sorts
 * numbers as text, trims in quadratic time, and takes names such as `constructor` and `__proto__` for what they are in
 * every object.
 * @param visit evaluates an expression
 */
export function boundedFunctions(
  budget: StepBudget,
  visit: (expression: Expression, value: JsonValue) => Operand,
) {
  return {
    replace: ([subject, search, by, count]: [string, string, string, number?]) => {
      const parts = subject.split(search);
      if (count !== undefined && count < 0)
        throw new Error('invalid value: replace() takes a count of at least 0');
      const replaced = parts.slice(0, Math.min(count ?? Infinity, parts.length - 1) + 1);
      payForItems(budget, parts.length);
      payForText(budget, replaced.length * by.length);
      return [replaced.join(by), ...parts.slice(replaced.length)].join(search);
    },
    trim: ([text, set]: [string, string?]) => trim(text, 'both', set),
    trim_left: ([text, set]: [string, string?]) => trim(text, 'start', set),
    trim_right: ([text, set]: [string, string?]) => trim(text, 'end', set),
    to_string: ([value]: [JsonValue]) => {
      if (typeof value === 'string') return value;
      measureJson(value, (characters) => {
        payForItems(budget, characters);
      });
      return JSON.stringify(value);
    },
    group_by: ([list, expression]: [JsonValue[], Expression]) => {
      budget.spend(list.length * STEPS_PER_GROUPED_ITEM);
      return Object.fromEntries(Map.groupBy(list, (item) => requireText(visit(expression, item))));
    },
    merge: (objects: Record<string, JsonValue>[]) => Object.fromEntries(objects.flatMap(Object.entries)),
    sort: ([list]: [(string | number)[]]) => sortByKeys(list, list, budget),
    sort_by: ([list, expression]: [JsonValue[], Expression]) =>
      sortByKeys(
        list,
        list.map((item) => visit(expression, item)),
        budget,
      ),
  };
}

function requireText(key: Operand): string {
  if (typeof key !== 'string') throw new Error('invalid type: group_by() takes keys that are strings');
  return key;
}
