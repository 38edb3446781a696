import { compileTenantSchema, type SchemaProblem } from '@casewire/json-schema';
import { StepBudget } from '@casewire/metering';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonSchema } from './family.ts';
import { compileSchema, type DataValidator } from './schema-validation.ts';

/** As tenants' schemas are compiled. */
function interpret(schema: JsonSchema): DataValidator {
  const compiled = compileTenantSchema(schema);
  return (data) => compiled.validate(data, new StepBudget(Infinity));
}

const schema = {
  type: 'object',
  required: ['status'],
  properties: {
    status: { enum: ['verified', 'failed'] },
    score: { type: 'number', minimum: 1 },
    at: { type: ['string', 'null'], format: 'date-time' },
    tags: { type: 'array', items: { type: 'string' } },
    'a/b': { type: 'object', required: ['c~d'] },
    free: { type: 'object', additionalProperties: { type: 'boolean' } },
  },
};

describe.each([
  ['generated code', compileSchema],
  ["the interpreter of tenants' schemas", interpret],
])('a schema in %s', (_way, compile) => {
  const validate = compile(schema);

  it('accepts what fits', () => {
    expect(validate({ status: 'failed', score: 1.5, at: null, tags: [], further: {} })).toEqual([]);
  });

  it.each<[unknown, object]>([
    [[], { path: '', rule: 'type', found: 'array', message: 'must be object (rule type), is an array' }],
    [
      { score: 2 },
      {
        path: '/status',
        rule: 'required',
        found: 'absent',
        message: 'is missing',
      },
    ],
    [
      { status: 7 },
      {
        path: '/status',
        rule: 'enum',
        found: 'number',
        message: 'must be one of verified, failed (rule enum), is a number',
      },
    ],
    [
      { status: 'failed', score: 0 },
      { path: '/score', message: 'must be >= 1 (rule minimum), is a number' },
    ],
    [
      { status: 'failed', at: 'private' },
      { path: '/at', message: 'must match format "date-time" (rule format), is a string' },
    ],
    [
      { status: 'failed', tags: ['a', null] },
      { path: '/tags/1', message: 'must be string (rule type), is null' },
    ],
    [
      { status: 'failed', 'a/b': {} },
      { path: '/a~1b/c~0d', rule: 'required' },
    ],
  ])('names path, rule and type of what is wrong with %j', (data, problem) => {
    expect(validate(data)).toEqual([expect.objectContaining(problem)]);
  });

  it('shows names of members so that they can be stored, however hostile they are', () => {
    const [problem] = validate({ status: 'failed', free: { [`\0\ud800${'x'.repeat(9_999)}`]: 1 } });
    expect(problem?.path).toMatch(/^\/free\/\?\uFFFDx+$/);
    expect(problem?.path).toHaveLength(512);
  });
});

describe('the two ways to compile a schema', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const number = fc.nat(3);
  const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 1.5, -2, '', 'a', 'ab', 'é', '2024-10-24');
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('data'), { maxLength: 3 }),
      fc.dictionary(name, tie('data'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));

  /** Each keyword with values that it may have; but `contains` and `unevaluated*`, about which ajv is sometimes wrong. */
  const keywords = (schema: fc.Arbitrary<unknown>): Readonly<Record<string, fc.Arbitrary<unknown>>> => {
    const list = fc.array(schema, { minLength: 1, maxLength: 3 });
    const map = fc.dictionary(name, schema, { maxKeys: 3 });
    const names = fc.uniqueArray(name, { minLength: 1 });
    return {
      type: fc.constantFrom('null', 'boolean', 'number', 'integer', 'string', 'array', 'object', [
        'string',
        'null',
      ]),
      enum: fc.array(data, { minLength: 1, maxLength: 3 }),
      const: data,
      $ref: fc.constantFrom('#/$defs/a', '#/$defs/b', '#anchored'),
      not: schema,
      allOf: list,
      anyOf: list,
      oneOf: list,
      if: schema,
      then: schema,
      else: schema,
      minimum: number,
      exclusiveMaximum: number,
      multipleOf: fc.constantFrom(1, 0.5, 3),
      minLength: number,
      maxLength: number,
      pattern: fc.constantFrom('^a', 'b$', '[é-ü]', '^$'),
      format: fc.constantFrom('date', 'ipv4', 'uuid'),
      minItems: number,
      maxItems: number,
      prefixItems: list,
      items: schema,
      required: names,
      minProperties: number,
      maxProperties: number,
      properties: map,
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), schema, { maxKeys: 2 }),
      additionalProperties: schema,
      propertyNames: schema,
      dependentRequired: fc.dictionary(name, names, { maxKeys: 2 }),
      dependentSchemas: map,
    };
  };
  const schemas = fc.letrec((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.boolean(),
      fc.subarray(Object.keys(keywords(data)), { maxLength: 4 }).chain((names) => {
        const all = keywords(tie('schema'));
        return fc.record(Object.fromEntries(names.map((one) => [one, all[one] ?? fc.constant(true)])));
      }),
    ),
  })).schema;
  const document = fc.tuple(schemas, schemas, schemas).map(([root, a, b]) => ({
    allOf: [root],
    $defs: { a, b, c: { $anchor: 'anchored', type: 'object' } },
  }));

  it('find the same thing wrong first, whatever schema and data', () => {
    fc.assert(
      fc.property(document, fc.array(data, { minLength: 1, maxLength: 4 }), (json, values) => {
        const interpreted = interpret(json);
        for (const value of values) {
          const expected = firstProblem(json, value);
          const [found] = interpreted(value);
          expect(found === undefined).toBe(expected === undefined);
          // Which of `type` and a rule for values of another type comes first is not told.
          if (expected?.rule !== 'type' && found?.rule !== 'type') expect(found).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** What generated code says. There are schemas that ajv itself stumbles over: then there is nothing to compare. */
function firstProblem(json: JsonSchema, value: unknown): SchemaProblem | undefined {
  try {
    return compileSchema(json)(value)[0];
  } catch {
    fc.pre(false);
    return undefined;
  }
}
