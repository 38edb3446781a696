import { isEqual } from '../equality.ts';
import { Evaluated } from '../evaluated.ts';
import { Failure } from '../failure.ts';
import { aboutAny, type Keyword, type Surroundings } from '../keyword.ts';
import type { Run } from '../run.ts';
import { demandOneOf } from '../schema-problem.ts';
import * as shapes from '../shapes.ts';
import type { Rule, Tester } from '../subschema.ts';
import { isContainer } from '../value-kind.ts';

/** The keywords about values of any kind, in the order in which they are checked. */
export const anyKeywords: readonly Keyword[] = [
  aboutAny('$dynamicRef', shapes.uriReference, (uri, around) => following(around.dynamicReference(uri))),
  aboutAny('$recursiveRef', shapes.uriReference, (uri, around) => following(around.reference(uri))),
  aboutAny('$ref', shapes.uriReference, (uri, around) => following(around.reference(uri))),
  aboutAny('const', shapes.anything, (wanted) => (value, { budget }) => {
    return isEqual(wanted, value, budget)
      ? undefined
      : new Failure('const', 'must be equal to constant', value);
  }),
  aboutAny('enum', shapes.array, (allowed) => {
    const scalars = new Set(allowed.filter((one) => !isContainer(one)));
    const containers = allowed.filter(isContainer);
    const demand = demandOneOf(allowed);
    return (value, { budget }) => {
      const isAllowed = isContainer(value)
        ? containers.some((one) => isEqual(one, value, budget))
        : scalars.has(value);
      return isAllowed ? undefined : new Failure('enum', demand, value);
    };
  }),
  aboutAny('not', shapes.schema, (_schema, around) => {
    const forbidden = around.subschema('value', 'not');
    return (value, run) =>
      forbidden.test(value, run, undefined) === undefined
        ? new Failure('not', 'must NOT be valid', value)
        : undefined;
  }),
  aboutAny('anyOf', shapes.schemaList, (list, around) => {
    const branches = branchesOf('anyOf', list, around);
    return (value, run, evaluated) => {
      const { first, passed } = tryBranches(
        branches,
        value,
        run,
        evaluated,
        evaluated === undefined ? 1 : Infinity,
      );
      return passed === 0
        ? (first ?? new Failure('anyOf', 'must match a schema in anyOf', value))
        : undefined;
    };
  }),
  aboutAny('oneOf', shapes.schemaList, (list, around) => {
    const branches = branchesOf('oneOf', list, around);
    return (value, run, evaluated) => {
      const { first, passed } = tryBranches(branches, value, run, evaluated, 2);
      if (passed === 1) return undefined;
      return first ?? new Failure('oneOf', 'must match exactly one schema in oneOf', value);
    };
  }),
  aboutAny('allOf', shapes.schemaList, (list, around) => {
    const branches = branchesOf('allOf', list, around);
    return (value, run, evaluated) => {
      for (const branch of branches) {
        const failure = branch.test(value, run, evaluated);
        if (failure !== undefined) return failure;
      }
      return undefined;
    };
  }),
  aboutAny('if', shapes.schema, (_schema, around) => {
    const condition = around.subschema('value', 'if');
    const fulfilled = 'then' in around.schema ? around.subschema('value', 'then') : undefined;
    const otherwise = 'else' in around.schema ? around.subschema('value', 'else') : undefined;
    const isAlone = fulfilled === undefined && otherwise === undefined;
    return (value, run, evaluated) => {
      // Alone it refuses nothing (JSON Schema Core, section 10.2.2.1). Testing it has no end where it names its own schema.
      if (isAlone && evaluated === undefined) return undefined;
      const own = evaluated && new Evaluated(run.budget);
      const isFulfilled = condition.test(value, run, own) === undefined;
      if (isFulfilled && own !== undefined) evaluated?.addAll(own);
      return (isFulfilled ? fulfilled : otherwise)?.test(value, run, evaluated);
    };
  }),
];

/** Steps of an alternative that does not pass: it says why. */
const STEPS_PER_FAILURE = 3;

/** Schemas that name themselves are followed as deep as the data goes. */
function following(target: Tester): Rule {
  return (value, run, evaluated) => {
    run.enterReference();
    const failure = target.test(value, run, evaluated);
    run.leaveReference();
    return failure;
  };
}

function branchesOf(keyword: string, list: readonly unknown[], around: Surroundings): Tester[] {
  return list.map((_schema, index) => around.subschema('value', keyword, String(index)));
}

/**
 * Tests a value by alternatives.
 * @param enough how many need to pass before the others are of no interest
 * @returns how many passed, and what the first that did not pass said
 */
function tryBranches(
  branches: readonly Tester[],
  value: unknown,
  run: Run,
  evaluated: Evaluated | undefined,
  enough: number,
): { readonly passed: number; readonly first: Failure | undefined } {
  let first: Failure | undefined;
  let passed = 0;
  for (const branch of branches) {
    const own = evaluated && new Evaluated(run.budget);
    const failure = branch.test(value, run, own);
    if (failure !== undefined) {
      run.budget.spend(STEPS_PER_FAILURE);
      first ??= failure;
      continue;
    }
    if (own !== undefined) evaluated?.addAll(own);
    if (++passed >= enough) break;
  }
  return { passed, first };
}
