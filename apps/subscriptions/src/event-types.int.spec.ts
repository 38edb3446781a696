import { findEventTypes } from '@casewire/subscription-store';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { createTenant, useSubscriptions } from './subscriptions.fixture.ts';

interface Listed {
  readonly data: { type: string; family: string }[];
  readonly hasNext: boolean;
}

const schema = { type: 'object', required: ['amount'], properties: { amount: { type: 'number' } } };

const { database, service } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));

describe('event types', () => {
  it("are those of the catalogue and the tenant's own, page by page", async () => {
    await acme.put('/v1/event-types/claim.paid', { description: 'A claim was paid', schema });
    const all: string[] = [];
    for (let path = '/v1/event-types?limit=4', hasNext = true; hasNext;) {
      const { body } = await acme.get<Listed>(path);
      all.push(...body.data.map(({ type }) => type));
      hasNext = body.hasNext;
      path = `/v1/event-types?limit=4&after=${all.at(-1) ?? ''}`;
    }
    expect(all).toContain('workflow.completed');
    expect(all).toContain('claim.paid');
    expect(all).toEqual([...new Set(all)].toSorted());
  });

  it('of a tenant are read by ingestion at once, also after a change', async () => {
    const wanted = [{ tenantId: 'acme', type: 'claim opened' }];
    await acme.put('/v1/event-types/claim%20opened', {
      schema,
      example: { amount: 1 },
      sensitive: ['/amount'],
    });
    const [first] = await findEventTypes(pool, wanted);
    expect(first).toMatchObject({ ...wanted[0], schema });
    await acme.put('/v1/event-types/claim%20opened', { schema: { type: 'object' } });
    const [second] = await findEventTypes(pool, wanted);
    expect(second?.schema).toEqual({ type: 'object' });
    expect(second?.updatedAt.getTime()).toBeGreaterThan(first?.updatedAt.getTime() ?? 0);
    expect((await acme.delete('/v1/event-types/claim%20opened')).status).toBe(204);
    expect(await findEventTypes(pool, wanted)).toEqual([]);
    expect((await acme.delete('/v1/event-types/claim%20opened')).status).toBe(404);
  });

  it.each<[string, string, object, number, object]>([
    ['the catalogue', 'workflow.completed', { schema }, 409, { code: 'already-exists' }],
    ['Casewire own names', 'casewire.mine', { schema }, 400, { code: 'invalid-parameter' }],
    ['a pattern', 'claim.*', { schema }, 400, { code: 'invalid-parameter' }],
    ['a schema that is none', 'a', { schema: { type: 'thing' } }, 422, { errors: [{ path: 'schema' }] }],
    [
      'a schema that would be validated later',
      'a',
      { schema: { $async: true } },
      422,
      { errors: [{ path: 'schema' }] },
    ],
    [
      'a pattern that may take for ever',
      'a',
      { schema: { pattern: '(a)\\1' } },
      422,
      { errors: [{ path: 'schema', message: expect.stringContaining('patterns are RE2') }] },
    ],
    [
      'a schema that multiplies what it costs',
      'a',
      {
        schema: {
          $defs: { a: { anyOf: [...Array.from({ length: 1_000 }, () => ({ not: {} })), {}] } },
          allOf: Array.from({ length: 100 }, () => ({ $ref: '#/$defs/a' })),
        },
      },
      422,
      {
        errors: [
          {
            path: 'schema',
            message: 'is no usable JSON Schema: has 2001 subschemas, 1999 of them for /$defs/a/anyOf',
            accepted: 'at most 2000: leave alternatives out, or divide the type into several',
          },
        ],
      },
    ],
    [
      'an example that takes too much work to check',
      'a',
      { schema: { pattern: '^(a|b)*a(a|b){500}$' }, example: 'ab'.repeat(20_000) },
      422,
      { errors: [{ path: 'example', message: expect.stringContaining('(rule cost)') }] },
    ],
    ['no schema', 'a', {}, 422, { errors: [{ path: 'schema' }] }],
    ['an example that does not fit', 'a', { schema, example: {} }, 422, { errors: [{ path: 'example' }] }],
    [
      'a pointer that is none',
      'a',
      { schema, sensitive: ['amount'] },
      422,
      { errors: [{ path: 'sensitive.0' }] },
    ],
    [
      'a schema without end',
      'a',
      { schema: { description: 'x'.repeat(70_000) } },
      422,
      { errors: [{ path: 'schema', message: 'is too large' }] },
    ],
  ])('do not include %s', async (_what, type, body, status, problem) => {
    expect(await acme.put(`/v1/event-types/${encodeURIComponent(type)}`, body)).toMatchObject({
      status,
      body: problem,
    });
  });
});
