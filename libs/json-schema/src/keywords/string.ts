import { Failure } from '../failure.ts';
import { formats } from '../formats.ts';
import { aboutNumbersAndStrings, aboutStrings, type Keyword } from '../keyword.ts';
import type { Run } from '../run.ts';
import * as shapes from '../shapes.ts';

/** Characters that are counted for the price of one step. */
const CHARACTERS_PER_STEP = 4;

/** The keywords about strings, in the order in which they are checked. */
export const stringKeywords: readonly Keyword[] = [
  aboutStrings('maxLength', shapes.natural, (most) => (value, run) => {
    const isKept = value.length <= most || (value.length <= 2 * most && charactersIn(value, run) <= most);
    return isKept ? undefined : new Failure('maxLength', `must NOT have more than ${most} characters`, value);
  }),
  aboutStrings('minLength', shapes.natural, (fewest) => (value, run) => {
    const isKept =
      value.length >= 2 * fewest || (value.length >= fewest && charactersIn(value, run) >= fewest);
    return isKept
      ? undefined
      : new Failure('minLength', `must NOT have fewer than ${fewest} characters`, value);
  }),
  aboutStrings('pattern', shapes.string, (source, around) => {
    const compiled = around.pattern(source);
    around.costs({ stepsPerByte: compiled.size });
    const demand = `must match pattern "${source}"`;
    return (value, { budget }) =>
      compiled.test(value, budget) ? undefined : new Failure('pattern', demand, value);
  }),
  aboutNumbersAndStrings('format', shapes.string, (name, around) => {
    const format = formats.get(name);
    if (format === undefined) return undefined;
    const { acceptsText, acceptsNumber, stepsPerCharacter } = format;
    around.costs({ stepsPerByte: stepsPerCharacter });
    return (value, { budget }) => {
      if (typeof value === 'string') budget.spend(value.length * stepsPerCharacter);
      const isKept =
        typeof value === 'string' ? (acceptsText?.(value) ?? true) : (acceptsNumber?.(value) ?? true);
      return isKept ? undefined : new Failure('format', `must match format "${name}"`, value);
    };
  }),
  comparison('formatMaximum', '<=', (order) => order <= 0),
  comparison('formatMinimum', '>=', (order) => order >= 0),
  comparison('formatExclusiveMaximum', '<', (order) => order < 0),
  comparison('formatExclusiveMinimum', '>', (order) => order > 0),
];

/** Code points, which is what JSON Schema counts. */
function charactersIn(text: string, { budget }: Run): number {
  budget.spend(text.length / CHARACTERS_PER_STEP);
  let count = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) count++;
  return count;
}

/** Keywords of ajv-formats: limits for texts of the `format` beside them. */
function comparison(name: string, sign: string, keeps: (order: number) => boolean): Keyword {
  return aboutStrings(name, shapes.string, (limit, around) => {
    const { compare, stepsPerCharacter = 0 } = formats.get(String(around.schema['format'])) ?? {};
    if (compare === undefined) return undefined;
    return (value, { budget }) => {
      budget.spend(value.length * stepsPerCharacter);
      const order = compare(value, limit);
      return order === undefined || keeps(order)
        ? undefined
        : new Failure(name, `should be ${sign} ${limit}`, value);
    };
  });
}
