import { BudgetExceededError, StepBudget } from '@casewire/metering';
import { describe, expect, it } from '@jest/globals';
import { compileTenantSchema } from './compile-tenant-schema.ts';
import { validationAllowance } from './limits.ts';
import { refusalOf, times } from './schemas.fixture.ts';
import type { SchemaObject } from './shapes.ts';

const membersOf = <T>(count: number, make: (index: number) => T): Record<string, T> =>
  Object.fromEntries(times(count, (index) => [`k${index}`, make(index)]));

/** References that double at each level, as often as there are levels. */
function doubling(levels: number): SchemaObject {
  const definitions = times(levels, (level) => {
    const next = { $ref: `#/$defs/d${level + 1}` };
    return [`d${level}`, { allOf: [next, next] }] as const;
  });
  return {
    $defs: { ...Object.fromEntries(definitions), [`d${levels}`]: { type: 'string' } },
    $ref: '#/$defs/d0',
  };
}

describe('a limit on schemas', () => {
  it.each<[string, SchemaObject, string]>([
    [
      'subschemas',
      { $defs: { a: { anyOf: times(2_100, () => ({})) } }, allOf: times(100, () => ({ $ref: '#/$defs/a' })) },
      'has 2001 subschemas, 1999 of them for /$defs/a/anyOf',
    ],
    [
      'references',
      { $defs: { a: {} }, properties: { x: { allOf: times(501, () => ({ $ref: '#/$defs/a' })) } } },
      'has 501 references, 501 of them for /properties/x/allOf',
    ],
    [
      'patterns',
      {
        properties: {
          s: { anyOf: times(11, (index) => ({ pattern: `^(a|b)*a(a|b){${890 + index}}[bd]$` })) },
          t: { pattern: '^a{3}$' },
        },
      },
      'instructions in the programs of its patterns, ',
    ],
    [
      'patterns of names',
      { patternProperties: Object.fromEntries(times(30, (index) => [`^(?:x{${index}}){20}$`, true])) },
      ' of them for /patternProperties',
    ],
    [
      'the depth',
      JSON.parse(`${'{"not":'.repeat(200)}true${'}'.repeat(200)}`) as SchemaObject,
      'is nested too deeply at /not/not/not',
    ],
    ['the size', { description: 'x'.repeat(70_000) }, 'has 70018 characters'],
    [
      'the steps for the smallest event',
      {
        $defs: { a: { anyOf: [...times(900, () => ({ not: {} })), {}] } },
        allOf: times(100, () => ({ $ref: '#/$defs/a' })),
      },
      'steps to check the smallest event, ',
    ],
    ['the same, by references that double', doubling(40), 'steps to check the smallest event, '],
    [
      'the steps for each byte',
      {
        items: {
          items: {
            anyOf: times(4, (index) => ({ pattern: `^(a|b)*a(a|b){${300 + index}}$` })),
            not: { anyOf: times(900, () => ({ not: { type: 'string' } })) },
          },
        },
        allOf: [{ contains: { $ref: '#/items' } }],
      },
      'steps to check each further byte of an event, ',
    ],
  ])('on %s names the part that costs most, the limit and a remedy', (_what, schema, message) => {
    const error = refusalOf(schema);
    expect(error.message).toContain(message);
    expect(error.accepted).toMatch(/^at most \d+[^:]*: \w/);
  });

  it('lets generous schemas pass, with a margin', () => {
    const address = {
      type: 'object',
      required: ['city'],
      properties: membersOf(20, () => ({ type: 'string' })),
    };
    const person = {
      type: 'object',
      properties: {
        ...membersOf(60, (index) => ({ type: ['string', 'null'], maxLength: 200 + index })),
        ...membersOf(10, (index) => ({ pattern: `^[A-Z]{2}\\d{2}[A-Z0-9]{${index},30}$` })),
        addresses: { type: 'array', items: { $ref: '#/$defs/address' } },
        relatives: { type: 'array', items: { $ref: '#/$defs/person' } },
      },
    };
    const kinds = times(30, (index) => ({
      properties: { kind: { const: `kind-${index}` }, person: { $ref: '#/$defs/person' } },
    }));
    const compiled = compileTenantSchema({ $defs: { address, person }, oneOf: kinds });
    const data = {
      kind: 'kind-29',
      person: {
        ...membersOf(60, () => 'some text of usual length'),
        ...membersOf(10, () => 'DE89370400440532013000'),
        addresses: times(5, () => ({ city: 'Wien', ...membersOf(20, () => 'x') })),
        relatives: times(3, () => ({ addresses: [] })),
      },
    };
    const bytes = JSON.stringify(data).length;
    const budget = new StepBudget(validationAllowance(bytes).ordinary);
    expect(compiled.validate(data, budget)).toEqual([]);
    expect(budget.spent).toBeLessThan(budget.limit / 2);
  });

  it('on the steps of compiling refuses a schema for now where few are left', () => {
    const schema = { anyOf: times(300, () => ({ type: 'string' })) };
    expect(() => compileTenantSchema(schema, new StepBudget(1_000))).toThrow(BudgetExceededError);
    expect(compileTenantSchema(schema).validate('', new StepBudget(100))).toEqual([]);
  });
});
