import { describe, expect, it } from '@jest/globals';
import { compileSchema } from './schema-validation.ts';

const validate = compileSchema({
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
});

describe('compileSchema', () => {
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
        message: 'must be present (rule required), is absent',
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

describe("a tenant's schema", () => {
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_item, index) => {
      const next = { $ref: `#/$defs/d${index + 1}` };
      return [`d${index}`, { allOf: [next, next] }];
    }),
  );
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  it.each([
    { $async: true, type: 'object' },
    { type: 'object', properties: { a: { $async: true, type: 'string' } } },
    { $ref: '#/$defs/a', $defs: { a: { $async: true, items: { $ref: '#/$defs/a' } } } },
  ])('that would be validated asynchronously, and so always pass, is refused: %j', (schema) => {
    expect(() => compileSchema(schema)).toThrow(/async/);
  });

  it('that does not compile leaves its $id to the next one', () => {
    const $id = 'https://tenant.example/schema';
    const inner = { $id: `${$id}/inner` };
    const properties = { a: { ...inner, type: 'string' } };
    expect(() => compileSchema({ $id, properties, $ref: '#/$defs/absent' })).toThrow('#/$defs/absent');
    const one = compileSchema({ $id, properties });
    const other = compileSchema({ $id, properties: { a: { ...inner, type: 'number' } } });
    expect([one({ a: '' }), other({ a: 1 })]).toEqual([[], []]);
    expect([one({ a: 1 }), other({ a: '' })]).toMatchObject([[{ rule: 'type' }], [{ rule: 'type' }]]);
    expect(() => compileSchema({ $ref: $id })).toThrow($id);
  });

  it('that is no schema is refused by the meta-schema', () => {
    expect(() => compileSchema({ type: 'text' })).toThrow('schema is invalid: data/type');
    expect(() => compileSchema({ $schema: 'http://json-schema.org/draft-04/schema#' })).toThrow('draft-04');
  });

  it('that refers to itself refuses data that is nested too deeply for the stack', () => {
    const validateTree = compileSchema({ type: 'array', items: { $ref: '#' } });
    expect(validateTree(nested(100))).toEqual([]);
    expect(validateTree(nested(500_000))).toEqual([
      {
        path: '',
        rule: 'depth',
        found: 'array',
        message: 'must be nested less deeply (rule depth), is an array',
      },
    ]);
    expect(compileSchema({ uniqueItems: true })([1, nested(500_000)])).toMatchObject([{ rule: 'depth' }]);
  });

  it.each<[string, object, unknown, readonly object[]]>([
    ['nested quantifiers', { pattern: '^(a+)+$' }, `${'a'.repeat(100_000)}!`, [{ rule: 'pattern' }]],
    ['alternatives that overlap', { pattern: '^(a|a)*$' }, `${'a'.repeat(100_000)}!`, [{ rule: 'pattern' }]],
    ['large counts', { pattern: '^(a|b)*a(a|b){500}$' }, 'ab'.repeat(200_000), [{ rule: 'cost' }]],
    ['names of members', { patternProperties: { '^(a+)+$': false } }, { [`${'a'.repeat(100_000)}!`]: 1 }, []],
    ['a format', { format: 'url' }, `http://${':'.repeat(1_000_000)}`, [{ rule: 'format' }]],
    [
      'items that are objects',
      { uniqueItems: true },
      Array.from({ length: 100_000 }, (_item, id) => ({ id })),
      [],
    ],
    [
      'references that double',
      {
        $defs: { ...doubling, d40: { type: 'string' } },
        $ref: '#/$defs/d0',
      },
      '',
      [
        {
          path: '',
          rule: 'cost',
          message: 'must take at most 1000000 steps to check (rule cost), is a string',
        },
      ],
    ],
  ])('does not hold up the process by %s', (_what, schema, data, problems) => {
    expect(compileSchema({ ...schema })(data)).toEqual(
      problems.map((problem) => expect.objectContaining(problem)),
    );
  });

  it.each(['^(?=a)', '(a)\\1', '^a{1,2000}$'])(
    'with the pattern %s, which RE2 does not have, is refused',
    (pattern) => {
      expect(() => compileSchema({ pattern })).toThrow(/patterns are RE2, without lookaround/);
    },
  );

  it('may use every other pattern of JSON Schema', () => {
    const validateText = compileSchema({ pattern: '^\\u00e9\\p{Lu}[\\w\\-]{1,3}\\/(?<year>\\d{4})$' });
    expect(validateText('éÀa-b/2024')).toEqual([]);
    expect(validateText('éàa-b/2024')).toMatchObject([{ rule: 'pattern' }]);
  });

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
    expect(compileSchema({ uniqueItems: true })(items)).toMatchObject(
      unique ? [] : [{ rule: 'uniqueItems' }],
    );
    expect(compileSchema({ uniqueItems: false })(items)).toEqual([]);
  });
});
