import { areUnique } from '../equality.ts';
import type { Evaluated } from '../evaluated.ts';
import { Failure } from '../failure.ts';
import { aboutArrays, type Keyword } from '../keyword.ts';
import type { Run } from '../run.ts';
import * as shapes from '../shapes.ts';
import type { Tester } from '../subschema.ts';

type Items = readonly unknown[];

/** The keywords about arrays, in the order in which they are checked. */
export const arrayKeywords: readonly Keyword[] = [
  aboutArrays('maxItems', shapes.natural, (most) => (value) => {
    return value.length <= most ? undefined : tooMany('maxItems', most, value);
  }),
  aboutArrays('minItems', shapes.natural, (fewest) => (value) => {
    return value.length >= fewest
      ? undefined
      : new Failure('minItems', `must NOT have fewer than ${fewest} items`, value);
  }),
  aboutArrays('prefixItems', shapes.schemaList, (list, around) => {
    const prefix = list.map((_schema, index) => around.subschema('part', 'prefixItems', String(index)));
    return (value, run, evaluated) => {
      evaluated?.addFirstItems(prefix.length);
      for (const [index, item] of value.slice(0, prefix.length).entries()) {
        const failure = prefix[index]?.test(item, run, undefined);
        if (failure !== undefined) return failure.at(index);
      }
      return undefined;
    };
  }),
  aboutArrays('items', shapes.schema, (schema, around) => {
    const { prefixItems } = around.schema;
    const first = Array.isArray(prefixItems) ? prefixItems.length : 0;
    const others = around.subschema('each', 'items');
    return (value, run, evaluated) => {
      evaluated?.addFirstItems(value.length);
      if (schema === false && first > 0) {
        return value.length <= first ? undefined : tooMany('items', first, value);
      }
      return testItems(others, value, first, run);
    };
  }),
  aboutArrays('contains', shapes.schema, (_schema, around) => {
    const { minContains: fewest = 1, maxContains: most = Infinity } = around.schema as {
      readonly minContains?: number;
      readonly maxContains?: number;
    };
    const wanted = around.subschema('each', 'contains');
    const demand = `must contain at least ${fewest}${most === Infinity ? '' : ` and no more than ${most}`} valid item(s)`;
    return (value, run, evaluated) => {
      const found = countContained(wanted, value, most, run, evaluated);
      return found >= fewest && found <= most ? undefined : new Failure('contains', demand, value);
    };
  }),
  aboutArrays('uniqueItems', shapes.boolean, (unique, around) => {
    if (!unique) return undefined;
    around.costs({ stepsPerByte: 10 });
    return (value, { budget }) =>
      areUnique(value, budget)
        ? undefined
        : new Failure('uniqueItems', 'must not have duplicate items', value);
  }),
  aboutArrays('unevaluatedItems', shapes.schema, (schema, around) => {
    const others = around.subschema('each', 'unevaluatedItems');
    return (value, run, evaluated) => {
      for (const [index, item] of value.entries()) {
        run.budget.spend(1);
        if (evaluated?.hasItem(index) === true) continue;
        if (schema === false) return tooMany('unevaluatedItems', index, value);
        const failure = others.test(item, run, undefined);
        if (failure !== undefined) return failure.at(index);
      }
      evaluated?.addFirstItems(value.length);
      return undefined;
    };
  }),
];

function tooMany(rule: string, most: number, value: Items): Failure {
  return new Failure(rule, `must NOT have more than ${most} items`, value);
}

function testItems(schema: Tester, items: Items, from: number, run: Run): Failure | undefined {
  for (let index = from; index < items.length; index++) {
    const failure = schema.test(items[index], run, undefined);
    if (failure !== undefined) return failure.at(index);
  }
  return undefined;
}

/** How many items keep a schema; no more than `most` and one. */
function countContained(
  wanted: Tester,
  items: Items,
  most: number,
  run: Run,
  evaluated: Evaluated | undefined,
): number {
  let found = 0;
  for (const [index, item] of items.entries()) {
    if (wanted.test(item, run, undefined) !== undefined) continue;
    evaluated?.addItem(index);
    if (++found > most) break;
  }
  return found;
}
