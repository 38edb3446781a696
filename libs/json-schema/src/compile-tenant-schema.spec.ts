import { StepBudget } from '@casewire/metering';
import { describe, expect, it } from '@jest/globals';
import { compileTenantSchema } from './compile-tenant-schema.ts';
import { validationAllowance } from './limits.ts';
import type { SchemaProblem } from './schema-problem.ts';
import { refusalOf, times } from './schemas.fixture.ts';
import type { SchemaObject } from './shapes.ts';

/** Validates with what an event of a few bytes may take. */
function compile(schema: SchemaObject): (data: unknown) => readonly SchemaProblem[] {
  const compiled = compileTenantSchema(schema);
  return (data) => compiled.validate(data, new StepBudget(validationAllowance(0).most));
}

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe("a tenant's schema", () => {
  it.each([
    { $async: true, type: 'object' },
    { type: 'object', properties: { a: { $async: true, type: 'string' } } },
    { $ref: '#/$defs/a', $defs: { a: { $async: true, items: { $ref: '#/$defs/a' } } } },
  ])('that would be validated asynchronously, and so always pass, is refused: %j', (schema) => {
    expect(() => compile(schema)).toThrow(/async/);
  });

  it('that does not compile leaves its $id to the next one', () => {
    const $id = 'https://tenant.example/schema';
    const inner = { $id: `${$id}/inner` };
    const properties = { a: { ...inner, type: 'string' } };
    expect(() => compile({ $id, properties, $ref: '#/$defs/absent' })).toThrow('#/$defs/absent');
    const one = compile({ $id, properties });
    const other = compile({ $id, properties: { a: { ...inner, type: 'number' } } });
    expect([one({ a: '' }), other({ a: 1 })]).toEqual([[], []]);
    expect([one({ a: 1 }), other({ a: '' })]).toMatchObject([[{ rule: 'type' }], [{ rule: 'type' }]]);
    expect(() => compile({ $ref: $id })).toThrow($id);
  });

  it.each<[SchemaObject, string]>([
    [{ type: 'text' }, 'schema is invalid: data/type'],
    [{ properties: { a: { minLength: -1 } } }, 'schema is invalid: data/properties/a/minLength'],
    [{ anyOf: [] }, 'schema is invalid: data/anyOf must be a list of schemas with at least one'],
    [{ items: [{}] }, 'schema is invalid: data/items'],
    [{ required: ['a', 'a'] }, 'schema is invalid: data/required'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#' }, '2020-12'],
    [{ $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } }, 'resolves to more than one schema'],
    [{ $ref: 'https://elsewhere.example/schema' }, "can't resolve reference https://elsewhere.example"],
  ])('that is no schema is refused with what is wrong: %j', (schema, message) => {
    expect(refusalOf(schema).message).toContain(message);
  });

  it.each<[SchemaObject, unknown, unknown]>([
    [{ $ref: '#/$defs/a~1b%25', $defs: { 'a/b%': { type: 'string' } } }, 'x', 1],
    [{ $ref: '#/unknown/0/a', unknown: [{ a: { type: 'string' } }] }, 'x', 1],
    [{ $ref: '#named', $defs: { a: { $anchor: 'named', type: 'string' } } }, 'x', 1],
    [{ $ref: 'item', $defs: { a: { $id: 'item', type: 'string' } } }, 'x', 1],
    [
      {
        $id: 'https://tenant.example/tree',
        $dynamicAnchor: 'node',
        required: ['name'],
        allOf: [{ $id: 'plain', $dynamicAnchor: 'node', properties: { child: { $dynamicRef: '#node' } } }],
      },
      { name: 'a', child: { name: 'b' } },
      { name: 'a', child: {} },
    ],
    [{ allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { a: 1 }, { b: 1 }],
    [{ $ref: '#/$defs/a', type: 'string', $defs: { a: { if: { $ref: '#/$defs/a' } } } }, 'a', 1],
    [{ contains: { const: 1 }, unevaluatedItems: { const: 2 } }, [1, 2], [1, 3]],
    [{ type: 'string', nullable: true }, null, 1],
    [{ type: 'string', format: 'of-another-system' }, 'x', 1],
    [{ format: 'date', formatMinimum: '2024-01-01' }, '2024-06-01', '2023-06-01'],
    [{ minLength: 2, maxLength: 2 }, '😀😀', '😀'],
    [{ required: ['constructor'] }, { constructor: 1 }, {}],
    [
      JSON.parse('{"properties": {"__proto__": {"type": "string"}}}') as SchemaObject,
      JSON.parse('{"__proto__": "a"}'),
      JSON.parse('{"__proto__": 1}'),
    ],
  ])('means what JSON Schema says: %j', (schema, valid, invalid) => {
    const validate = compile(schema);
    expect([validate(valid).length, validate(invalid).length]).toEqual([0, 1]);
  });

  it('that refers to itself refuses data that is nested too deeply for the stack', () => {
    const validateTree = compile({ type: 'array', items: { $ref: '#' } });
    expect(validateTree(nested(100))).toEqual([]);
    expect(validateTree(nested(500_000))).toEqual([
      {
        path: '',
        rule: 'depth',
        found: 'array',
        message: 'must be nested less deeply (rule depth), is an array',
      },
    ]);
    expect(compile({ uniqueItems: true })([1, nested(500_000)])).toMatchObject([{ rule: 'depth' }]);
    expect(compile({ allOf: [{ $ref: '#' }] })(1)).toMatchObject([{ rule: 'depth' }]);
  });

  it.each<[string, object, unknown, readonly object[]]>([
    ['nested quantifiers', { pattern: '^(a+)+$' }, `${'a'.repeat(10_000)}!`, [{ rule: 'pattern' }]],
    ['alternatives that overlap', { pattern: '^(a|a)*$' }, `${'a'.repeat(10_000)}!`, [{ rule: 'pattern' }]],
    ['large counts', { pattern: '^(a|b)*a(a|b){500}$' }, 'ab'.repeat(200_000), [{ rule: 'cost' }]],
    ['names of members', { patternProperties: { '^(a+)+$': false } }, { [`${'a'.repeat(9_999)}!`]: 1 }, []],
    ['a format', { format: 'url' }, `http://${':'.repeat(10_000)}`, [{ rule: 'format' }]],
    [
      'items that are objects',
      { uniqueItems: true },
      Array.from({ length: 1_000 }, (_item, id) => ({ id })),
      [],
    ],
    [
      'references that double',
      { allOf: [{ properties: { a: { $ref: '#' } } }, { properties: { a: { $ref: '#' } } }] },
      JSON.parse('{"a":'.repeat(40) + '1' + '}'.repeat(40)),
      [
        {
          path: '',
          rule: 'cost',
          message: 'must take at most 100000 steps to check (rule cost), is an object',
        },
      ],
    ],
  ])('does not hold up the process by %s', (_what, schema, data, problems) => {
    expect(compile({ ...schema })(data)).toEqual(problems.map((problem) => expect.objectContaining(problem)));
  });

  it('takes the same steps every time', () => {
    const compiled = compileTenantSchema({
      anyOf: [{ pattern: '^(a|b)*a(a|b){50}$' }, { format: 'uri' }, { enum: [{ a: [1] }] }],
    });
    const steps = times(3, () => {
      const budget = new StepBudget(100_000);
      compiled.validate('ab'.repeat(100), budget);
      return budget.spent;
    });
    expect(new Set(steps).size).toBe(1);
  });
});

describe('patterns', () => {
  it.each(['^(?=a)', '(a)\\1', '^a{1,2000}$'])(
    'such as %s, which RE2 does not have, are refused',
    (pattern) => {
      expect(() => compile({ pattern })).toThrow(/patterns are RE2, without lookaround/);
    },
  );

  it('may be all others of JSON Schema', () => {
    const validateText = compile({ pattern: '^\\u00e9\\p{Lu}[\\w\\-]{1,3}\\/(?<year>\\d{4})$' });
    expect(validateText('éÀa-b/2024')).toEqual([]);
    expect(validateText('éàa-b/2024')).toMatchObject([{ rule: 'pattern' }]);
  });
});

describe('uniqueItems', () => {
  it.each<[boolean, unknown[]]>([
    [true, [1, '1', true, 'true', null, 'null', [1], ['1'], '__proto__']],
    [true, [{ a: 1, b: [2] }, { a: 1, b: [3] }, { a: 1 }]],
    [
      false,
      [
        { a: 1, b: { c: 2, d: 3 } },
        { b: { d: 3, c: 2 }, a: 1 },
      ],
    ],
    [false, ['__proto__', '__proto__']],
    [false, [Infinity, null, Infinity]],
    [false, [0, -0]],
  ])('says %s to the items being unique: %j', (unique, items) => {
    expect(compile({ uniqueItems: true })(items)).toMatchObject(unique ? [] : [{ rule: 'uniqueItems' }]);
    expect(compile({ uniqueItems: false })(items)).toEqual([]);
  });
});

describe('a problem', () => {
  it('can be stored and shown, whatever the constants and patterns of the schema are', () => {
    const [byEnum] = compile({ enum: ['\0'.repeat(2_000), '\ud800'] })('x');
    expect(byEnum?.message).toMatch(/^must be one of \?{100,600} \(rule enum\), is a string$/);
    const [byPattern] = compile({ pattern: '^\u0000\n$' })('x');
    expect(byPattern?.message).toBe('must match pattern "^??$" (rule pattern), is a string');
  });
});
