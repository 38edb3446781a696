import { Failure } from '../failure.ts';
import { aboutObjects, type Keyword, type Surroundings } from '../keyword.ts';
import type { Pattern } from '../pattern.ts';
import type { Run } from '../run.ts';
import * as shapes from '../shapes.ts';
import type { Rule, Tester } from '../subschema.ts';
import { isObject } from '../value-kind.ts';

type Members = Readonly<Record<string, unknown>>;

/** The keywords about objects, in the order in which they are checked. */
export const objectKeywords: readonly Keyword[] = [
  aboutObjects('maxProperties', shapes.natural, (most) => (value, run) => {
    return namesOf(value, run).length <= most
      ? undefined
      : new Failure('maxProperties', `must NOT have more than ${most} properties`, value);
  }),
  aboutObjects('minProperties', shapes.natural, (fewest) => (value, run) => {
    return namesOf(value, run).length >= fewest
      ? undefined
      : new Failure('minProperties', `must NOT have fewer than ${fewest} properties`, value);
  }),
  aboutObjects('required', shapes.strings, (names, around) => {
    around.costs({ steps: names.length });
    return (value, { budget }) => {
      budget.spend(names.length);
      const missing = names.find((name) => !Object.hasOwn(value, name));
      return missing === undefined
        ? undefined
        : new Failure('required', 'must be present', undefined).at(missing);
    };
  }),
  aboutObjects('propertyNames', shapes.schema, (_schema, around) => {
    const names = around.subschema('each', 'propertyNames');
    return (value, run) => {
      for (const name of namesOf(value, run)) {
        const failure = names.test(name, run, undefined);
        if (failure !== undefined) return failure;
      }
      return undefined;
    };
  }),
  aboutObjects('additionalProperties', shapes.schema, (schema, around) => {
    const declared = new Set(Object.keys(membersOf(around.schema['properties'])));
    const patterns = patternsOf(around);
    const others = around.subschema('each', 'additionalProperties');
    return (value, run, evaluated) => {
      for (const name of namesOf(value, run)) {
        if (declared.has(name) || patterns.some((pattern) => pattern.test(name, run.budget))) continue;
        if (schema === false)
          return new Failure('additionalProperties', 'must NOT have additional properties', value);
        const failure = others.test(value[name], run, undefined);
        if (failure !== undefined) return failure.at(name);
      }
      evaluated?.addAllNames();
      return undefined;
    };
  }),
  aboutObjects('dependencies', shapes.dependencies, (map, around) => {
    const asked = Object.entries(map);
    return all([
      ...asked.map(([name, one]) =>
        Array.isArray(one) ? requireWith('dependencies', name, one) : undefined,
      ),
      ...asked.map(([name, one]) =>
        Array.isArray(one) ? undefined : testWith(name, around.subschema('value', 'dependencies', name)),
      ),
    ]);
  }),
  aboutObjects('properties', shapes.schemaMap, (map, around) => {
    const declared = Object.keys(map).map((name) => ({
      name,
      schema: around.subschema('part', 'properties', name),
    }));
    around.costs({ steps: declared.length });
    return (value, run, evaluated) => {
      run.budget.spend(declared.length);
      for (const { name, schema } of declared) {
        if (!Object.hasOwn(value, name)) continue;
        evaluated?.addName(name);
        const failure = schema.test(value[name], run, undefined);
        if (failure !== undefined) return failure.at(name);
      }
      return undefined;
    };
  }),
  aboutObjects('patternProperties', shapes.schemaMap, (map, around) => {
    const matched = Object.keys(map).map((source) => ({
      pattern: around.pattern(source),
      schema: around.subschema('each', 'patternProperties', source),
    }));
    around.costs({ stepsPerByte: matched.reduce((sum, one) => sum + one.pattern.size, 0) });
    return (value, run, evaluated) => {
      for (const one of matched) {
        for (const name of namesOf(value, run)) {
          if (!one.pattern.test(name, run.budget)) continue;
          evaluated?.addName(name);
          const failure = one.schema.test(value[name], run, undefined);
          if (failure !== undefined) return failure.at(name);
        }
      }
      return undefined;
    };
  }),
  aboutObjects('dependentRequired', shapes.stringLists, (map) =>
    all(Object.entries(map).map(([name, wanted]) => requireWith('dependentRequired', name, wanted))),
  ),
  aboutObjects('dependentSchemas', shapes.schemaMap, (map, around) =>
    all(Object.keys(map).map((name) => testWith(name, around.subschema('value', 'dependentSchemas', name)))),
  ),
  aboutObjects('unevaluatedProperties', shapes.schema, (schema, around) => {
    const others = around.subschema('each', 'unevaluatedProperties');
    return (value, run, evaluated) => {
      for (const name of namesOf(value, run)) {
        if (evaluated?.hasName(name) === true) continue;
        if (schema === false)
          return new Failure('unevaluatedProperties', 'must NOT have unevaluated properties', value);
        const failure = others.test(value[name], run, undefined);
        if (failure !== undefined) return failure.at(name);
      }
      evaluated?.addAllNames();
      return undefined;
    };
  }),
];

function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** The names of a value's members, each of which is looked at. */
function namesOf(value: Members, { budget }: Run): readonly string[] {
  const names = Object.keys(value);
  budget.spend(names.length);
  return names;
}

function patternsOf(around: Surroundings): Pattern[] {
  return Object.keys(membersOf(around.schema['patternProperties'])).map((source) => around.pattern(source));
}

function all(rules: readonly (Rule<Members> | undefined)[]): Rule<Members> {
  const given = rules.filter((rule) => rule !== undefined);
  return (value, run, evaluated) => {
    run.budget.spend(given.length);
    for (const rule of given) {
      const failure = rule(value, run, evaluated);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
}

/** Members that have to be there beside another one. */
function requireWith(keyword: string, name: string, wanted: readonly string[]): Rule<Members> {
  const properties = wanted.length === 1 ? 'property' : 'properties';
  const demand = `must have ${properties} ${wanted.join(', ')} when property ${name} is present`;
  return (value, { budget }) => {
    if (!Object.hasOwn(value, name)) return undefined;
    budget.spend(wanted.length);
    return wanted.every((one) => Object.hasOwn(value, one)) ? undefined : new Failure(keyword, demand, value);
  };
}

/** A schema that a value has to keep where it has a member. */
function testWith(name: string, schema: Tester): Rule<Members> {
  return (value, run, evaluated) =>
    Object.hasOwn(value, name) ? schema.test(value, run, evaluated) : undefined;
}
