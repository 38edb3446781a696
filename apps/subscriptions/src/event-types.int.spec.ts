import { createDataSource } from '@casewire/database';
import { findTenantsAndTypes } from '@casewire/subscription-store';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it, jest } from '@jest/globals';
import { EventTypes } from './event-types/event-types.ts';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

interface Listed {
  readonly data: { type: string; family: string }[];
  readonly hasNext: boolean;
}

const schema = { type: 'object', required: ['amount'], properties: { amount: { type: 'number' } } };

const { database, service } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));
const dataSource = useResource(
  () => createDataSource({ url: database.url, applicationName: 'spec' }).initialize(),
  { close: (opened) => opened.destroy() },
);

async function registered(wanted: Parameters<typeof findTenantsAndTypes>[2]) {
  return (await findTenantsAndTypes(pool, [], wanted)).types;
}

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
    const wanted = [{ tenantId: 'acme', environment: 'sandbox' as const, type: 'claim opened' }];
    await acme.put('/v1/event-types/claim%20opened', {
      schema,
      example: { amount: 1 },
      sensitive: ['/amount'],
    });
    const [first] = await registered(wanted);
    expect(first).toMatchObject({ ...wanted[0], schema });
    await acme.put('/v1/event-types/claim%20opened', { schema: { type: 'object' } });
    const [second] = await registered(wanted);
    expect(second?.schema).toEqual({ type: 'object' });
    expect(second?.updatedAt.getTime()).toBeGreaterThan(first?.updatedAt.getTime() ?? 0);
    expect((await acme.delete('/v1/event-types/claim%20opened')).status).toBe(204);
    expect(await registered(wanted)).toEqual([]);
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
      'a pointer with an escape that RFC 6901 does not know',
      'a',
      { schema, sensitive: ['/amount', '/a~2'] },
      422,
      { errors: [{ path: 'sensitive.1', message: 'is not a JSON Pointer' }] },
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

  it('are read forwards and backwards without a gap, whatever letters their names have', async () => {
    const caller = await createTenant(service, 'paged');
    const names = ['!', 'a', 'workflow.', 'zz', 'é', '\u{ffee}', '\u{1f600}'];
    for (const name of names) {
      await caller.put(`/v1/event-types/${encodeURIComponent(name)}`, { schema: {} });
    }
    const walk = async (cursor: 'after' | 'before', order: 'asc' | 'desc', from?: string) => {
      const found: string[] = [];
      for (let at = from, hasNext = true; hasNext;) {
        const query = at === undefined ? '' : `&${cursor}=${encodeURIComponent(at)}`;
        const { body } = await caller.get<Listed>(`/v1/event-types?limit=3&order=${order}${query}`);
        const types = body.data.map(({ type }) => type);
        found.push(...(cursor === 'after' ? types : types.toReversed()));
        at = found.at(-1);
        hasNext = body.hasNext;
      }
      return found;
    };
    const all = await walk('after', 'asc');
    expect(all).toEqual(
      [...all].toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining([...names, 'workflow.completed']));
    expect(await walk('after', 'desc')).toEqual(all.toReversed());
    expect(await walk('before', 'desc', all[0])).toEqual(all.slice(1));
    expect(await walk('before', 'asc', all.at(-1))).toEqual(all.slice(0, -1).toReversed());
  });

  it('are shown as they were given, with all digits of their numbers', async () => {
    const given = '{"schema": {"minimum":0.010, "maximum":2E19},"example": 12345678901234567890.50}';
    const path = '/v1/event-types/claim%20of%20digits';
    const put = await acme.put<object>(path, given);
    expect(put.status).toBe(200);
    for (const shown of [
      put.text,
      (await acme.get(path)).text,
      (await acme.get('/v1/event-types?limit=100')).text,
    ]) {
      expect(shown).toContain(
        '"schema":{"minimum":0.010, "maximum":2E19},"example":12345678901234567890.50,',
      );
    }
  });

  it('belong to an environment: a sandbox key changes nothing in production', async () => {
    const sandbox = await createTenant(service, 'apart');
    const production = Caller.tenant(service, 'apart', { environment: 'production' });
    const path = '/v1/event-types/claim.paid';
    await production.put(path, { schema, description: 'production' });
    await sandbox.put(path, { schema: { type: 'string' }, description: 'sandbox' });
    const wanted = [{ tenantId: 'apart', environment: 'production' as const, type: 'claim.paid' }];
    expect(await registered(wanted)).toMatchObject([{ ...wanted[0], schema }]);
    expect((await sandbox.delete(path)).status).toBe(204);
    expect((await sandbox.get(path)).status).toBe(404);
    expect(await production.get(path)).toMatchObject({ status: 200, body: { description: 'production' } });
  });

  it('are copied to production by a production key or the operator only, and replace what is there', async () => {
    const sandbox = await createTenant(service, 'copying');
    const production = Caller.tenant(service, 'copying', { environment: 'production' });
    const path = '/v1/event-types/claim.paid';
    await sandbox.put(path, { schema, description: 'tried' });
    const to = { to: 'production' };
    expect(await sandbox.post(`${path}/copy`, to)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await production.get(path)).status).toBe(404);
    const copied = await production.post(`${path}/copy`, to);
    expect(copied).toMatchObject({ status: 200, body: { type: 'claim.paid', description: 'tried', schema } });
    expect((await production.get(path)).body).toEqual(copied.body);
    const key = { 'idempotency-key': 'copy' };
    const once = await production.post(`${path}/copy`, to, key);
    expect(await production.post(`${path}/copy`, to, key)).toMatchObject({ status: 200, text: once.text });
    await sandbox.put(path, { schema: {}, description: 'tried again' });
    const acting = Caller.operator(service, { tenantId: 'copying', environment: 'sandbox' });
    expect((await acting.post(`${path}/copy`, to)).status).toBe(200);
    expect((await production.get(path)).body).toMatchObject({ description: 'tried again', schema: {} });
    expect((await production.post('/v1/event-types/unknown/copy', to)).status).toBe(404);
    expect((await production.post('/v1/event-types/workflow.completed/copy', to)).status).toBe(409);
  });

  it('have an example of 64 KiB at most, however it is written', async () => {
    const put = (example: string) => acme.put('/v1/event-types/large', `{"schema":{},"example":${example}}`);
    const quoted = (characters: number) => `"${'x'.repeat(characters)}"`;
    expect((await put(quoted(64 * 1024 - 2))).status).toBe(200);
    for (const example of [quoted(64 * 1024 - 1), `[${' '.repeat(64 * 1024)}]`]) {
      expect(await put(example)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'example', accepted: 'at most 65536 bytes of JSON' }] },
      });
    }
  });

  it('that an older version stored with an example of megabytes are shown some at a time', async () => {
    const caller = await createTenant(service, 'legacy');
    await pool.query(
      `INSERT INTO subscriptions.event_types (tenant_id, environment, type, description, schema, example)
       SELECT 'legacy', 'sandbox', 'a' || number, '', '{}', to_json(repeat('x', 3000000))
         FROM generate_series(1, 4) AS number`,
    );
    const { body } = await caller.get<Listed>('/v1/event-types?limit=100');
    expect(body.hasNext).toBe(true);
    expect(body.data.filter(({ type }) => /^a\d$/.test(type)).length).toBeLessThanOrEqual(2);
  });

  it('are read from the database one by one where one is asked for, however large the others are', async () => {
    await createTenant(service, 'one-by-one');
    await pool.query(
      `INSERT INTO subscriptions.event_types (tenant_id, environment, type, description, schema, example)
       SELECT 'one-by-one', 'sandbox', 'A' || number, '', '{}', to_json(repeat('x', 1000000))
         FROM generate_series(1, 8) AS number`,
    );
    const query = jest.spyOn(dataSource.manager, 'query');
    const scope = { tenantId: 'one-by-one', environment: 'sandbox' } as const;
    const { data, hasNext } = await new EventTypes(dataSource).list(scope, { limit: 1, order: 'asc' });
    const read = await Promise.all(query.mock.results.map(({ value }) => value as Promise<unknown[]>));
    query.mockRestore();
    expect([data.map(({ type }) => type), hasNext]).toEqual([['A1'], true]);
    // The name and size of the next type tell that there is one.
    expect(read.flat().length).toBeLessThanOrEqual(3);
    expect(JSON.stringify(read).length).toBeLessThan(1_100_000);
  });
});
