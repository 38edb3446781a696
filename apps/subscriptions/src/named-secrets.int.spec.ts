import { parseKeyRing } from '@casewire/key-ring';
import { namedSecretContext } from '@casewire/subscription-store';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

const masterKeys = `spec:${Buffer.alloc(32, 3).toString('base64')}`;
const keyRing = parseKeyRing(masterKeys);
let tenants = 0;
let tenantId: string;
let caller: Caller;

interface Listed {
  readonly data: { name: string; createdAt: string; updatedAt: string }[];
  readonly hasNext: boolean;
}

const { database, service } = useSubscriptions(() => ({ CASEWIRE_MASTER_KEYS: masterKeys }));
const { pool } = database;

beforeEach(async () => {
  tenantId = `tenant-${(tenants += 1)}`;
  caller = await createTenant(service, tenantId);
});

async function stored(name: string, environment: 'sandbox' | 'production' = 'sandbox'): Promise<string> {
  const { rows } = await pool.query<{ keyId: string; ciphertext: Buffer }>(
    `SELECT key_id AS "keyId", ciphertext FROM subscriptions.secrets
      WHERE tenant_id = $1 AND environment = $2 AND name = $3`,
    [tenantId, environment, name],
  );
  const [sealed] = rows;
  if (sealed === undefined) throw new Error('there is no such secret');
  expect(sealed.ciphertext.toString('latin1')).not.toContain('value');
  return keyRing.decrypt(sealed, namedSecretContext({ tenantId, environment, name })).toString();
}

const put = (name: string, value: string) => caller.put(`/v1/secrets/${name}`, { value });

async function listed(query = ''): Promise<Listed> {
  return (await caller.get<Listed>(`/v1/secrets${query}`)).body;
}

describe('secrets', () => {
  it('are set, replaced and deleted, and never shown', async () => {
    expect(await put('BUSINESS_DATA__VENDOR_API_KEY', 'value 1')).toMatchObject({ status: 204 });
    expect(await stored('BUSINESS_DATA__VENDOR_API_KEY')).toBe('value 1');
    const [before] = (await listed()).data;
    expect((await put('BUSINESS_DATA__VENDOR_API_KEY', 'value 2')).status).toBe(204);
    expect(await stored('BUSINESS_DATA__VENDOR_API_KEY')).toBe('value 2');
    const [after] = (await listed()).data;
    expect(after).toEqual({ ...before, updatedAt: after?.updatedAt });
    expect(Date.parse(after?.updatedAt ?? '')).toBeGreaterThan(Date.parse(before?.updatedAt ?? ''));
    expect((await caller.get('/v1/secrets/BUSINESS_DATA__VENDOR_API_KEY')).status).toBe(405);
    expect((await caller.delete('/v1/secrets/BUSINESS_DATA__VENDOR_API_KEY')).status).toBe(204);
    expect((await caller.delete('/v1/secrets/BUSINESS_DATA__VENDOR_API_KEY')).status).toBe(404);
    expect((await listed()).data).toEqual([]);
  });

  it('are those of one tenant and environment', async () => {
    await put('KEY', 'value in sandbox');
    const production = Caller.tenant(service, tenantId, { environment: 'production' });
    await production.put('/v1/secrets/KEY', { value: 'value in production' });
    expect([await stored('KEY'), await stored('KEY', 'production')]).toEqual([
      'value in sandbox',
      'value in production',
    ]);
    expect((await production.delete('/v1/secrets/KEY')).status).toBe(204);
    expect((await listed()).data).toMatchObject([{ name: 'KEY' }]);
  });

  it('are listed by name, page by page in both directions', async () => {
    for (const name of ['c', 'B', 'a', '_', '9']) await put(name, 'value');
    expect(await listed('?limit=3')).toMatchObject({
      data: [{ name: '9' }, { name: 'B' }, { name: '_' }],
      hasNext: true,
    });
    expect(await listed('?limit=3&after=_')).toMatchObject({
      data: [{ name: 'a' }, { name: 'c' }],
      hasNext: false,
    });
    expect(await listed('?limit=1&order=desc&after=c')).toMatchObject({
      data: [{ name: 'a' }],
      hasNext: true,
    });
    expect(await listed('?limit=1&before=_')).toMatchObject({ data: [{ name: 'B' }], hasNext: true });
  });

  it('are 200 at most', async () => {
    await pool.query(
      `INSERT INTO subscriptions.secrets (tenant_id, environment, name, key_id, ciphertext)
       SELECT $1, 'sandbox', 'KEY_' || number, 'spec', '' FROM generate_series(1, 199) AS number`,
      [tenantId],
    );
    const answers = await Promise.all(['A', 'B'].map((name) => put(name, 'value')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409]);
    expect((await put('KEY_1', 'value')).status).toBe(204);
  });

  it('need the scope of their name', async () => {
    const writer = Caller.tenant(service, tenantId, { only: ['read', 'write', 'payloads', 'replay'] });
    const answers = [
      await writer.put('/v1/secrets/KEY', { value: 'value' }),
      await writer.get('/v1/secrets'),
      await writer.delete('/v1/secrets/KEY'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('are not sent to a receiver that was chosen with a key that may not see them', async () => {
    const writer = Caller.tenant(service, tenantId, { only: ['read', 'write'] });
    const refused = { status: 403, body: { code: 'missing-scope', scope: 'secrets' } };
    const mine = 'https://mine.example';
    const create = (by: Caller, body: object) => by.post<{ id: string }>('/v1/webhooks', body);
    expect(await create(writer, { url: `${mine}/?x={secret.KEY}` })).toMatchObject(refused);
    expect(await create(writer, { url: mine, headers: { 'x-key': '{secret.KEY}' } })).toMatchObject({
      ...refused,
      body: { detail: expect.stringContaining('{secret.KEY}') },
    });
    const { body } = await create(caller, { url: 'https://theirs.example/?x={secret.KEY}' });
    const change = (by: Caller, wanted: object) => by.patch(`/v1/webhooks/${body.id}`, wanted);
    expect(await change(writer, { url: `${mine}/?x={secret.KEY}` })).toMatchObject(refused);
    expect(await change(writer, { headers: { 'x-key': '{secret.OTHER}' } })).toMatchObject(refused);
    expect((await change(writer, { url: 'https://theirs.example/new?x={secret.KEY}' })).status).toBe(200);
    expect((await change(writer, { name: 'renamed', url: mine })).status).toBe(200);
    expect((await change(caller, { url: `${mine}/?x={secret.KEY}` })).status).toBe(200);
  });

  it('are not moved to another receiver as credentials by a key that may not see them', async () => {
    const writer = Caller.tenant(service, tenantId, { only: ['read', 'write'] });
    const auth = { bearer: { token: 'abc' } };
    const { body } = await caller.post<{ id: string }>('/v1/webhooks', {
      url: 'https://theirs.example/',
      auth,
    });
    const change = (by: Caller, wanted: object) => by.patch(`/v1/webhooks/${body.id}`, wanted);
    const url = 'https://mine.example/';
    expect(await change(writer, { url })).toMatchObject({
      status: 403,
      body: { code: 'missing-scope', scope: 'secrets', detail: expect.stringContaining('credentials') },
    });
    expect((await change(writer, { url: 'https://theirs.example/new' })).status).toBe(200);
    expect((await change(writer, { url, auth: { bearer: { token: 'mine' } } })).status).toBe(200);
    expect((await change(caller, { url: 'https://ours.example/' })).status).toBe(200);
    expect((await change(writer, { url, auth: null })).status).toBe(200);
  });

  it('are not named by the subscriptions of a key that may not see them', async () => {
    const writer = Caller.tenant(service, tenantId, { only: ['read', 'write'] });
    const url = 'https://mine.example/?x={secret.KEY}';
    const config = { subscriptions: [{ type: 'webhook', url, events: ['workflow.completed'] }] };
    const context = { entity: { type: 'business', id: 'customer-7', data: {} }, documents: [] };
    const workflows = '/api/v1/external/workflows';
    const ask = async (by: Caller) => [
      (await by.put(`${workflows}/kyb/config`, { config })).status,
      (await by.post(`${workflows}/run`, { workflowId: 'kyb', context, config })).status,
    ];
    expect(await ask(writer)).toEqual([403, 403]);
    expect(await ask(caller)).toEqual([200, 200]);
    // What was there before stays.
    expect((await writer.put(`${workflows}/kyb/config`, { config })).status).toBe(200);
  });

  it.each(['', 'a\nb', 'é', 'x'.repeat(4097), 7])('do not have the value %j', async (value) => {
    expect(await caller.put('/v1/secrets/KEY', { value })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'value' }] },
    });
  });

  it.each(['a%20b', '%7Ba%7D', 'x'.repeat(257)])('do not have the name %s', async (name) => {
    expect(await caller.put(`/v1/secrets/${name}`, { value: 'value' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'name' }] },
    });
  });
});
