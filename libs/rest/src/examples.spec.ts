import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { exampleOf, withExamples } from './examples.ts';
import { toJsonSchema } from './json-schema.ts';

const thing = z.object({
  id: z.uuid(),
  url: z.url(),
  status: z.enum(['active', 'paused']),
  level: z.literal('customer'),
  name: z.string().nullable(),
  retry: z.object({ delaysSeconds: z.array(z.number()) }).nullable(),
  events: z.array(z.string()),
  headers: z.record(z.string(), z.string()),
  limit: z.int().min(5).max(10),
  few: z.int().min(0).max(0),
  createdAt: z.iso.datetime(),
  hasNext: z.boolean(),
  left: z.string().optional(),
});

describe('an example', () => {
  it('has every member that must be there, of its kind, and is accepted by the schema', () => {
    const example = exampleOf(toJsonSchema(thing, 'output'));
    expect(thing.parse(example)).toEqual(example);
    expect(example).toMatchObject({ status: 'active', retry: null, hasNext: false, limit: 5, few: 0 });
    expect(example).not.toHaveProperty('left');
  });

  it('is the one that the schema brings', () => {
    const schema = thing.meta({ examples: [{ id: 'own' }] });
    expect(exampleOf(toJsonSchema(schema, 'input'))).toEqual({ id: 'own' });
    expect(exampleOf(toJsonSchema(z.object({ data: z.array(schema) }), 'output'))).toEqual({
      data: [{ id: 'own' }],
    });
  });

  it('is that of a schema which changes its input, too', () => {
    const schema = z.object({ at: z.string().transform(Number) }).meta({ examples: [{ at: '1' }] });
    expect(exampleOf(toJsonSchema(schema, 'input'))).toEqual({ at: '1' });
  });

  it('is what members of the name usually are, where that is one of the values', () => {
    const schema = z.object({
      status: z.enum(['pending', 'delivered']),
      revokedAt: z.iso.datetime().nullable(),
    });
    expect(exampleOf(toJsonSchema(schema, 'output'))).toEqual({ status: 'delivered', revokedAt: null });
  });

  it('takes the first plain value of several alternatives, and all parts of what is put together', () => {
    expect(exampleOf({ anyOf: [{ type: 'object' }, { type: 'string' }] }, 'type')).toBe('workflow.completed');
    expect(exampleOf({ oneOf: [{ type: 'array', items: { const: 1 } }] })).toEqual([1]);
    const [one, other] = ['a', 'b'].map((name) => ({
      ...{ type: 'object', required: [name], properties: { [name]: { default: name } } },
    }));
    expect(exampleOf({ allOf: [one ?? {}, other ?? {}] })).toEqual({ a: 'a', b: 'b' });
  });
});

describe('withExamples', () => {
  it('gives an example to each body that has none', () => {
    const json = (media: object) => ({ content: { 'application/json': media } });
    const schema = { type: 'array', items: { type: 'null' } };
    const { requestBody, responses } = withExamples({
      requestBody: json({ schema }),
      responses: { 200: json({ schema, example: [] }), 204: { description: 'Done.' } },
    });
    expect({ requestBody, responses }).toEqual({
      requestBody: json({ schema, example: [null] }),
      responses: { 200: json({ schema, example: [] }), 204: { description: 'Done.' } },
    });
  });
});
