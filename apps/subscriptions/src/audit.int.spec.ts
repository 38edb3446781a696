import { beforeEach, describe, expect, it } from '@jest/globals';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

interface Entry {
  readonly id: string;
  readonly actor: string;
  readonly actorName: string | null;
  readonly resourceName: string | null;
  readonly tenant: string | null;
  readonly environment: string | null;
  readonly action: string;
  readonly resource: string;
  readonly changed: readonly { member: string; before?: unknown; after?: unknown }[];
}

interface Page {
  readonly data: readonly Entry[];
  readonly hasNext: boolean;
}

const { database, service, operator } = useSubscriptions();
let tenants = 0;
let tenantId: string;
let caller: Caller;

beforeEach(async () => {
  tenantId = `tenant-${(tenants += 1)}`;
  caller = await createTenant(service, tenantId);
});

async function entries(path = '/v1/audit', by = caller): Promise<readonly Entry[]> {
  const { status, body } = await by.get<Page>(path);
  expect(status).toBe(200);
  return body.data;
}

const actionsOf = async (...read: Parameters<typeof entries>) =>
  (await entries(...read)).map(({ action }) => action);

async function createWebhook(settings: object = {}): Promise<string> {
  const { body } = await caller.post<{ id: string }>('/v1/webhooks', {
    url: 'https://a.example/',
    ...settings,
  });
  return body.id;
}

/** While it runs, no entry can be written of this action. */
async function refusing(action: string, work: () => Promise<void>): Promise<void> {
  await database.pool.query(
    `ALTER TABLE audit.entries ADD CONSTRAINT refused CHECK (action <> '${action}') NOT VALID`,
  );
  try {
    await work();
  } finally {
    await database.pool.query('ALTER TABLE audit.entries DROP CONSTRAINT refused');
  }
}

describe('GET /v1/audit', () => {
  it('tells who has changed what, the newest first', async () => {
    const id = await createWebhook();
    await caller.patch(`/v1/webhooks/${id}`, { url: 'https://b.example/', name: 'Portal' });
    const [changed, created, ofTenant] = await entries();
    expect(changed).toMatchObject({
      actor: `key of ${tenantId}`,
      tenant: tenantId,
      environment: 'sandbox',
      action: 'webhook.changed',
      resource: `webhooks/${id}`,
      changed: expect.arrayContaining([
        { member: 'url', before: 'https://a.example/', after: 'https://b.example/' },
        { member: 'name', after: 'Portal' },
        { member: 'version', before: 1, after: 2 },
      ]),
    });
    expect(created).toMatchObject({ action: 'webhook.created', resource: `webhooks/${id}` });
    expect(ofTenant).toMatchObject({ action: 'tenant.created', actor: 'operator', environment: null });
  });

  it('names keys beside their ids, those that have asked and those that were changed', async () => {
    const path = `/v1/tenants/${tenantId}/api-keys`;
    const made = async (name?: string) =>
      (await operator.post<{ id: string }>(path, { environment: 'sandbox', name })).body.id;
    const [named, unnamed] = [await made('CRM'), await made()];
    await operator.delete(`${path}/${named}`);
    await createWebhook();
    await database.pool.query(
      `INSERT INTO audit.entries (id, actor, tenant_id, environment, action, resource, changed)
       SELECT id, id::text, tenant_id, environment, 'webhook.changed', 'webhooks/1', '[]'
         FROM subscriptions.api_keys WHERE id = $1`,
      [named],
    );
    const shown = (await entries()).map(({ action, resource, actorName, resourceName }) => [
      ...[action, actorName, resourceName, resource.replace(named, 'named').replace(unnamed, 'unnamed')],
    ]);
    expect(shown).toEqual(
      expect.arrayContaining([
        ['webhook.changed', 'CRM', null, 'webhooks/1'],
        ['api-key.revoked', null, 'CRM', 'api-keys/named'],
        ['api-key.created', null, 'CRM', 'api-keys/named'],
        ['api-key.created', null, null, 'api-keys/unnamed'],
      ]),
    );
  });

  it('has nothing of requests that change nothing, or are refused', async () => {
    const id = await createWebhook({ name: 'Portal' });
    const before = await entries();
    expect((await caller.patch(`/v1/webhooks/${id}`, { name: 'Portal' })).status).toBe(200);
    expect((await caller.patch(`/v1/webhooks/${id}`, { url: 'no address' })).status).toBe(422);
    expect((await caller.delete(`/v1/webhooks/${id}`, { 'if-match': '"7"' })).status).toBe(412);
    expect((await caller.delete('/v1/secrets/NONE')).status).toBe(404);
    expect(await entries()).toEqual(before);
  });

  it('has one entry of a request that is repeated', async () => {
    const headers = { 'idempotency-key': 'once' };
    await caller.post('/v1/webhooks', { url: 'https://a.example/' }, headers);
    await caller.post('/v1/webhooks', { url: 'https://a.example/' }, headers);
    expect(await actionsOf()).toEqual(['webhook.created', 'tenant.created']);
  });

  it.each<[string, (id: string) => Promise<{ status: number }>]>([
    ['webhook.deleted', (id) => caller.delete(`/v1/webhooks/${id}`)],
    ['webhook.changed', (id) => caller.patch(`/v1/webhooks/${id}`, { name: 'new' })],
    ['webhook.secret-rotated', (id) => caller.post(`/v1/webhooks/${id}/secret/rotate`)],
  ])('decides: where %s cannot be noted, nothing is changed', async (action, request) => {
    const id = await createWebhook();
    const look = () =>
      Promise.all([caller.get(`/v1/webhooks/${id}`), caller.get(`/v1/webhooks/${id}/secret`)]);
    const before = (await look()).map(({ text }) => text);
    await refusing(action, async () => {
      expect((await request(id)).status).toBe(500);
    });
    expect((await look()).map(({ text }) => text)).toEqual(before);
    expect((await request(id)).status).toBeLessThan(300);
    expect((await entries())[0]?.action).toBe(action);
  });

  it.each([
    ['webhook.secret-revealed', (id: string) => `/v1/webhooks/${id}/secret`],
    ['signing-secret.revealed', () => '/v1/signing-secret'],
  ])('comes first: where %s cannot be noted, no secret is shown', async (action, pathOf) => {
    const path = pathOf(await createWebhook());
    const { body } = await caller.get<{ secret: string }>(path);
    expect((await entries())[0]?.action).toBe(action);
    await refusing(action, async () => {
      const refused = await caller.get(path);
      expect([refused.status, refused.text.includes(body.secret)]).toEqual([500, false]);
    });
  });

  it('has nothing where a public key is shown, which is no secret', async () => {
    const id = await createWebhook({ signing: { scheme: 'standard-webhooks-ed25519' } });
    expect((await caller.get(`/v1/webhooks/${id}/secret`)).status).toBe(200);
    expect((await entries())[0]?.action).toBe('webhook.created');
  });

  it('never has a secret', async () => {
    const secret = 'S3CRET';
    const auth = { basic: { username: 'user', password: secret } };
    const headers = { 'X-Api-Key': secret };
    await caller.put('/v1/secrets/NAMED', { value: secret });
    const id = await createWebhook({ auth, headers });
    await caller.patch(`/v1/webhooks/${id}`, { headers: { 'X-Api-Key': `${secret}2` } });
    await caller.patch(`/v1/webhooks/${id}`, { auth: { bearer: { token: secret } } });
    const rotated = [
      await caller.post(`/v1/webhooks/${id}/secret/rotate`),
      await caller.post('/v1/signing-secret/rotate'),
      await operator.post(`/v1/tenants/${tenantId}/api-keys`, { environment: 'sandbox' }),
    ].map(({ body }) => body as { secret?: string; key?: string });
    const { text, body } = await caller.get<Page>('/v1/audit');
    for (const each of [secret, ...rotated.map(({ secret: made, key }) => made ?? key ?? '')]) {
      expect(each).not.toBe('');
      expect(text).not.toContain(each);
    }
    expect(body.data.map(({ action, changed }) => [action, changed.map(({ member }) => member)])).toEqual([
      ['api-key.created', ['name', 'scopes', 'expiresAt']],
      ['signing-secret.rotated', ['secret', 'overlapSeconds']],
      ['webhook.secret-rotated', ['secret', 'overlapSeconds']],
      ['webhook.changed', ['version', 'auth']],
      ['webhook.changed', ['version', 'headers']],
      ['webhook.created', expect.arrayContaining(['auth', 'headers'])],
      ['secret.set', ['value']],
      ['tenant.created', expect.any(Array)],
    ]);
  });

  it("shows nothing of another tenant's, or of the other environment", async () => {
    await createWebhook();
    const other = await createTenant(service, `other-of-${tenantId}`);
    expect(await actionsOf('/v1/audit', other)).toEqual(['tenant.created']);
    const production = Caller.tenant(service, tenantId, { environment: 'production' });
    expect(await actionsOf('/v1/audit', production)).toEqual(['tenant.created']);
    expect(await other.get(`/v1/audit?tenant=${tenantId}`)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const [entry] = await entries();
    expect(await entries(`/v1/audit?resource=${entry?.resource}`, other)).toEqual([]);
  });

  it('shows the operator all of it, or what is asked for', async () => {
    await createWebhook();
    const other = await createTenant(service, `other-of-${tenantId}`);
    await other.put('/v1/secrets/KEY', { value: 'v' });
    const all = await entries('/v1/audit?limit=3', operator);
    expect(all.map(({ tenant, action }) => [tenant, action])).toEqual([
      [`other-of-${tenantId}`, 'secret.set'],
      [`other-of-${tenantId}`, 'tenant.created'],
      [tenantId, 'webhook.created'],
    ]);
    const since = new Date(Date.now() - 60_000).toISOString();
    const asked = `tenant=${tenantId}&actor=operator&action=tenant.created&since=${since}`;
    expect(await actionsOf(`/v1/audit?${asked}`, operator)).toEqual(['tenant.created']);
  });

  it('tells of a tenant after its deletion', async () => {
    await operator.delete(`/v1/tenants/${tenantId}`);
    expect(await actionsOf(`/v1/audit?tenant=${tenantId}`, operator)).toEqual([
      'tenant.deleted',
      'tenant.created',
    ]);
  });
});

describe('GET /v1/webhooks/{id}/changes', () => {
  it('tells the changes of one webhook', async () => {
    const id = await createWebhook();
    await createWebhook();
    await caller.patch(`/v1/webhooks/${id}`, { status: 'paused' });
    await caller.post(`/v1/webhooks/${id}/resume`, { backlog: 'send' });
    const changes = await entries(`/v1/webhooks/${id}/changes`);
    expect(changes.map(({ action }) => action)).toEqual([
      'webhook.resumed',
      'webhook.changed',
      'webhook.created',
    ]);
    expect(changes[0]?.changed).toContainEqual({ member: 'status', before: 'paused', after: 'active' });
  });

  it('needs the webhook, as its owner', async () => {
    const id = await createWebhook();
    const other = await createTenant(service, `other-of-${tenantId}`);
    expect((await other.get(`/v1/webhooks/${id}/changes`)).status).toBe(404);
    await caller.delete(`/v1/webhooks/${id}`);
    expect((await caller.get(`/v1/webhooks/${id}/changes`)).status).toBe(404);
    expect(await actionsOf(`/v1/audit?resource=webhooks/${id}`)).toEqual([
      'webhook.deleted',
      'webhook.created',
    ]);
  });
});
