import { Failure } from '../failure.ts';
import { aboutNumbers, type Keyword } from '../keyword.ts';
import * as shapes from '../shapes.ts';
import type { Rule } from '../subschema.ts';

/** The keywords about numbers, in the order in which they are checked. */
export const numberKeywords: readonly Keyword[] = [
  aboutNumbers('maximum', shapes.number, (limit) =>
    within('maximum', `<= ${limit}`, (value) => value <= limit),
  ),
  aboutNumbers('minimum', shapes.number, (limit) =>
    within('minimum', `>= ${limit}`, (value) => value >= limit),
  ),
  aboutNumbers('exclusiveMaximum', shapes.number, (limit) =>
    within('exclusiveMaximum', `< ${limit}`, (value) => value < limit),
  ),
  aboutNumbers('exclusiveMinimum', shapes.number, (limit) =>
    within('exclusiveMinimum', `> ${limit}`, (value) => value > limit),
  ),
  aboutNumbers('multipleOf', shapes.positive, (factor) =>
    within('multipleOf', `multiple of ${factor}`, (value) => Number.isInteger(value / factor)),
  ),
];

function within(rule: string, demand: string, keeps: (value: number) => boolean): Rule<number> {
  return (value) => (keeps(value) ? undefined : new Failure(rule, `must be ${demand}`, value));
}
