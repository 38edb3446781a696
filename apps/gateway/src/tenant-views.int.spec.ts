import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { hashApiKey } from '@casewire/subscription-store';
import { insertTenant } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { adminKey, internalKey, startGateway, startStandIn } from './gateway.fixture.ts';

const publicUrl = 'http://localhost:3000';

const database = useDatabase();
const subscriptions = useResource(() => startStandIn('/v1/webhooks'), { close: (service) => service.stop() });
const gateway = useResource(
  () =>
    startGateway({
      DATABASE_URL: database.url,
      CASEWIRE_PUBLIC_URL: publicUrl,
      CASEWIRE_SUBSCRIPTIONS_URL: subscriptions.url,
    }),
  { close: (service) => service.stop() },
);

const ownPage = { 'casewire-session': '1', origin: publicUrl };
const views = '/v1/sessions/current/views';
let cookie = '';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function call(method: string, path: string, headers: object, body?: object): Promise<Answer> {
  const answer = await fetch(gateway.url + path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const [set = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  if (set !== '') cookie = set;
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** A request of the operator's page. */
const ask = (method: string, path: string, body?: object) => call(method, path, { ...ownPage, cookie }, body);

/** A request of a page of a tenant. @returns the status, and the identity that the service has got */
async function read(tenant: string, headers: object = {}) {
  const named = { 'casewire-tenant': tenant, 'casewire-environment': 'sandbox' };
  const { status } = await call('GET', '/v1/webhooks', { ...ownPage, ...named, ...headers, cookie });
  const token = subscriptions.received.at(-1)?.headers[IDENTITY_HEADER];
  return { status, identity: status === 200 && createIdentitySigner(internalKey).verify(String(token)) };
}

async function entries() {
  const { rows } = await database.pool.query<{ readonly action: string }>(
    `SELECT action, actor, tenant_id AS tenant, reason FROM audit.entries WHERE action LIKE 'tenant-view%' ORDER BY id`,
  );
  return rows;
}

const entry = (action: string, tenant = 'acme', reason: string | null = null) => ({
  ...{ action: `tenant-view.${action}`, actor: 'operator', tenant, reason },
});

beforeAll(async () => {
  for (const tenant of ['acme', 'globex', 'gone']) await insertTenant(database.pool, tenant);
  await database.pool.query(`UPDATE subscriptions.tenants SET deleted_at = now() WHERE id = 'gone'`);
});

beforeEach(async () => {
  cookie = '';
  expect((await ask('POST', '/v1/sessions', { key: adminKey })).status).toBe(201);
});

describe("the operator's view of a tenant", () => {
  it('is for reading until a reason unlocks it, and the audit has each step', async () => {
    const reading = { tenant: { id: 'acme', name: 'acme' }, scopes: ['read'], unlocked: null };
    expect((await read('acme')).status).toBe(403);
    expect(await ask('PUT', `${views}/acme`)).toEqual({ status: 200, body: reading });
    expect((await read('acme')).identity).toMatchObject({
      ...{ tenantId: 'acme', scopes: ['read'], operator: false, actor: 'operator' },
    });
    const unlocked = await ask('POST', `${views}/acme/unlock`, { reason: ' ticket 17 ' });
    expect(unlocked).toMatchObject({
      ...{ status: 200, body: { unlocked: { until: expect.any(String), reason: 'ticket 17' } } },
    });
    const { until } = (unlocked.body as { unlocked: { until: string } }).unlocked;
    expect(Math.abs(Date.parse(until) - Date.now() - 15 * 60_000)).toBeLessThan(60_000);
    expect((await read('acme')).identity).toMatchObject({
      ...{ scopes: ['read', 'payloads', 'write', 'replay', 'secrets'], reason: 'ticket 17', operator: false },
    });
    const claiming = { 'casewire-claimed-name': 'Jo', 'casewire-reason': 'another' };
    expect((await read('acme', claiming)).identity).toMatchObject({ claimedName: 'Jo', reason: 'ticket 17' });
    expect((await ask('GET', '/v1/sessions/current')).body).toMatchObject({ view: unlocked.body });

    await database.pool.query('UPDATE gateway.sessions SET view_unlocked_until = now()');
    expect((await read('acme')).identity).toMatchObject({ scopes: ['read'] });
    expect((await ask('GET', '/v1/sessions/current')).body).toMatchObject({ view: reading });
    expect((await ask('DELETE', `${views}/acme`)).status).toBe(204);
    expect((await read('acme')).status).toBe(403);
    expect(await entries()).toEqual([
      entry('started'),
      entry('unlocked', 'acme', 'ticket 17'),
      entry('ended'),
    ]);
  });

  it('is of one tenant at a time, which the request names', async () => {
    const ends = async () => (await entries()).filter(({ action }) => action === 'tenant-view.ended');
    const before = await ends();
    await ask('PUT', `${views}/acme`);
    await ask('PUT', `${views}/acme`);
    expect((await read('globex')).status).toBe(403);
    await ask('PUT', `${views}/globex`);
    expect((await ends()).slice(before.length)).toEqual([entry('ended')]);
    expect([(await read('acme')).status, (await read('globex')).status]).toEqual([403, 200]);
    expect((await ask('POST', `${views}/acme/unlock`, { reason: 'x' })).status).toBe(404);
    expect((await ask('DELETE', `${views}/acme`)).status).toBe(404);
    expect((await ask('PUT', `${views}/gone`)).status).toBe(404);
    expect((await read('globex')).identity).toMatchObject({ scopes: ['read'] });
  });

  it.each([
    {},
    { reason: '' },
    { reason: '  ' },
    { reason: 'x'.repeat(201) },
    { reason: 'a\u0007' },
    { reason: 7 },
  ])('is not unlocked for %j', async (body) => {
    await ask('PUT', `${views}/acme`);
    expect(await ask('POST', `${views}/acme/unlock`, body)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'reason', message: expect.any(String), accepted: expect.any(String) }] },
    });
  });

  it('belongs to a session of the operator', async () => {
    const byKey = { authorization: `Bearer ${adminKey}` };
    expect((await call('PUT', `${views}/acme`, byKey)).status).toBe(403);
    await database.pool.query(
      `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, scopes, key_hash)
       VALUES (gen_random_uuid(), 'globex', 'sandbox', '{read}', $1)`,
      [hashApiKey('globex-key')],
    );
    await ask('POST', '/v1/sessions', { key: 'globex-key' });
    const named = { 'casewire-tenant': 'globex', 'casewire-environment': 'sandbox' };
    expect((await call('PUT', `${views}/globex`, { ...ownPage, ...named, cookie })).status).toBe(403);
  });
});
