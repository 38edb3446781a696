import { findMatchingWebhooks } from '@casewire/subscription-store';
import { insertWebhooks } from '@casewire/testing';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

interface Webhook {
  readonly id: string;
  readonly level: string;
  readonly secret?: string | null;
  readonly publicKey?: string | null;
}
interface Listed {
  readonly data: Webhook[];
  readonly hasNext: boolean;
}

const url = 'https://receiver.example/hook';

const { database, service, operator } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));

async function createWebhook(caller: Caller, body: object = {}): Promise<Webhook> {
  const created = await caller.post<Webhook>('/v1/webhooks', { url, ...body });
  expect(created.status).toBe(201);
  return created.body;
}

describe('POST /v1/webhooks', () => {
  it('creates with the defaults of the contract and shows the secret', async () => {
    const { status, headers, body } = await acme.post<Webhook>('/v1/webhooks', { url });
    expect([status, headers.get('etag')]).toEqual([201, '"1"']);
    expect(body).toEqual({
      id: expect.any(String),
      level: 'customer',
      environment: 'sandbox',
      name: null,
      url,
      events: ['*'],
      definitionId: null,
      runtimeId: null,
      method: 'POST',
      headers: {},
      auth: null,
      tls: null,
      format: 'native',
      signing: {},
      sendWebhookId: true,
      retry: null,
      timeoutMs: null,
      rateLimitPerSecond: null,
      maxConcurrency: null,
      ordering: 'none',
      onGiveUp: 'skip',
      successStatus: null,
      options: {},
      status: 'active',
      signedBy: 'webhook',
      statusReason: null,
      expiresAt: null,
      stateNames: null,
      filter: null,
      payload: null,
      request: null,
      health: 'healthy',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      secret: expect.stringMatching(/^whsec_[0-9a-f]{64}$/),
      publicKey: null,
    });
    const { secret: _secret, publicKey: _publicKey, ...shown } = body;
    expect((await acme.get(`/v1/webhooks/${body.id}`)).body).toEqual(shown);
  });

  it('is seen by the very next match', async () => {
    const caller = await createTenant(service, 'matched');
    const { id } = await createWebhook(caller, {
      definitionId: 'kyb',
      runtimeId: 'run',
      events: ['workflow.*'],
    });
    const event = {
      tenantId: 'matched',
      environment: 'sandbox',
      type: 'workflow.completed',
      runtimeId: 'run',
    } as const;
    expect(await findMatchingWebhooks(pool, [event])).toMatchObject([[{ webhookId: id, level: 'runtime' }]]);
  });

  it('takes a secret along and refuses one that its scheme cannot use', async () => {
    const secret = 'webhook-shared-secret';
    expect((await createWebhook(acme, { signing: { secret } })).secret).toBe(secret);
    const refused = await acme.post('/v1/webhooks', { url, signing: { scheme: 'timestamped-hex', secret } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'signing.secret' }] } });
    expect((await createWebhook(acme, { signing: { scheme: 'none' } })).secret).toBeNull();
  });

  it('shows the URL as it is sent', async () => {
    const given = "https://receiver.example/a/../b?q='a'|b&n=é#top";
    const { id } = await createWebhook(acme, { url: given });
    const { body } = await acme.get(`/v1/webhooks/${id}`);
    expect(body).toMatchObject({ url: "https://receiver.example/a/../b?q='a'|b&n=%C3%A9" });
  });

  it('keeps credentials to itself', async () => {
    const basic = { username: 'casewire', password: 'correct horse' };
    const { id } = await createWebhook(acme, { auth: { basic } });
    const { body } = await acme.get(`/v1/webhooks/${id}`);
    expect(body).toMatchObject({ auth: { basic: { username: 'casewire' } } });
    expect(JSON.stringify(body)).not.toContain('correct horse');
    const { rows } = await pool.query<{ row: string }>(
      'SELECT w::text AS row FROM subscriptions.webhooks w WHERE id = $1',
      [id],
    );
    expect(rows[0]?.row).not.toContain('correct horse');
  });

  it.each<[string, object]>([
    ['url', { url: 'ftp://receiver.example' }],
    ['url', { url: 'https://user:password@receiver.example' }],
    ['url', { url: 'http://169.254.169.254/' }],
    ['url', { url: `https://receiver.example/${'a'.repeat(2048)}` }],
    ['url', { url: 'https://{secret.HOST}/' }],
    ['url', { url: 'https://receiver.example/{a..b}' }],
    ['events', { events: [] }],
    ['events.1', { events: ['a', 'a*b'] }],
    ['headers.Host', { headers: { Host: 'x' } }],
    ['headers.X-HMAC-Signature', { headers: { 'X-HMAC-Signature': 'x' } }],
    ['headers.x-key', { headers: { 'x-key': '{secret.}' } }],
    ['headers', { headers: { 'x-key': '{a}'.repeat(33) } }],
    ['headers.__proto__', { headers: Object.fromEntries([['__proto__', 'a']]) }],
    ['headers.constructor', { headers: { constructor: 'a' } }],
    ['auth', { auth: {} }],
    ['auth', { auth: { bearer: { token: 'abc' } }, headers: { Authorization: 'Bearer x' } }],
    ['auth.oauth2', { auth: { oauth2: { tokenUrl: 'https://id.example/', clientId: 'a' } } }],
    ['signing.scheme', { signing: { scheme: 'rsa' } }],
    ['signing.secret', { signing: { scheme: 'standard-webhooks-ed25519', secret: 'a'.repeat(32) } }],
    ['signing.secret', { signing: { secret: `whsk_${'A'.repeat(43)}=` } }],
    [
      'headers.X-Payload-Digest-Alg',
      {
        signing: { scheme: 'hmac-body-hex', header: 'x-payload-digest' },
        headers: { 'X-Payload-Digest-Alg': 'x' },
      },
    ],
    ['signing.header', { signing: { scheme: 'hmac-body-hex', header: 'content-length' } }],
    ['signing.secret', { signing: { secret: 'too short' } }],
    ['signing.secret', { signing: { scheme: 'none', secret: 'a'.repeat(32) } }],
    ['retry.delaysSeconds', { retry: { delaysSeconds: Array<number>(51).fill(1) } }],
    ['retry.delaysSeconds.0', { retry: { delaysSeconds: [0] } }],
    ['retry.delaysSeconds.0', { retry: { delaysSeconds: [604_801] } }],
    ['retry', { retry: 'sometimes' }],
    ['timeoutMs', { timeoutMs: 99 }],
    ['timeoutMs', { timeoutMs: 60_001 }],
    ['maxConcurrency', { maxConcurrency: 0 }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['definitionId', { definitionId: '' }],
    ['method', { method: 'HEAD' }],
    ['format', { format: 'xml' }],
    ['rateLimitPerSecond', { rateLimitPerSecond: 0 }],
    ['rateLimitPerSecond', { rateLimitPerSecond: 10_001 }],
    ['onGiveUp', { onGiveUp: 'block' }],
    ['onGiveUp', { ordering: 'subject', onGiveUp: 'wait' }],
    ['options.acme', { options: { acme: {} } }],
    ['options.ballerine.eventId', { options: { ballerine: { eventId: true } } }],
    ['options.idwise.eventId', { options: { idwise: { eventId: 'yes' } } }],
    ['definitionId', { events: ['Finished Journey', 'DOCVER'], definitionId: 'kyb' }],
    ['colour', { colour: 'blue' }],
  ])('refuses by the field %s: %j', async (path, part) => {
    const refused = await acme.post<{ errors: { path: string }[] }>('/v1/webhooks', { url, ...part });
    expect([refused.status, refused.body.errors.map((error) => error.path)]).toEqual([422, [path]]);
  });

  it('keeps, shows and changes the options of families, and says which there are', async () => {
    const options = { idwise: { eventId: true }, ballerine: { withChildWorkflows: true } };
    const { id } = await createWebhook(acme, { options });
    expect((await acme.get(`/v1/webhooks/${id}`)).body).toMatchObject({ options });
    const changed = await acme.patch(`/v1/webhooks/${id}`, { options: { idwise: { eventId: false } } });
    expect(changed.body).toMatchObject({ options: { idwise: { eventId: false } } });
    const refused = await acme.post('/v1/webhooks', {
      url,
      options: { idwise: { eventID: true }, acme: {} },
    });
    expect(refused.body).toMatchObject({
      errors: [
        { path: 'options.idwise.eventID', accepted: 'one of eventId' },
        { path: 'options.acme', accepted: expect.stringContaining('ballerine, idwise') },
      ],
    });
  });

  it('wants HTTPS in production', async () => {
    const production = Caller.tenant(service, 'acme', { environment: 'production' });
    const plain = { url: 'http://receiver.example/' };
    expect(await production.post('/v1/webhooks', plain)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'url' }] },
    });
    expect((await acme.post('/v1/webhooks', plain)).status).toBe(201);
  });

  it('stops at the limit of the tenant, which single runs do not count against', async () => {
    const limited = await createTenant(service, 'limited', { webhookLimit: 2 });
    const attempts = await Promise.all(
      Array.from({ length: 5 }, () => limited.post('/v1/webhooks', { url })),
    );
    expect(attempts.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409]);
    expect(await limited.post('/v1/webhooks', { url })).toMatchObject({ body: { code: 'limit-reached' } });
    expect((await limited.post('/v1/webhooks', { url, runtimeId: 'run' })).status).toBe(201);
  });

  it('stops at 100 for one run, disabled ones among them', async () => {
    const caller = await createTenant(service, 'one-run');
    await createWebhook(caller, { runtimeId: 'run', status: 'disabled' });
    const another = { tenantId: 'one-run', runtimeId: 'run' };
    await insertWebhooks(pool, Array<typeof another>(98).fill(another));
    const attempts = await Promise.all(
      [1, 2].map(() => caller.post('/v1/webhooks', { url, runtimeId: 'run' })),
    );
    expect(attempts.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await caller.post('/v1/webhooks', { url, runtimeId: 'run' })).toMatchObject({
      body: { code: 'limit-reached', detail: 'a run may have 100 webhooks' },
    });
    await createWebhook(caller, { runtimeId: 'another' });
    await createWebhook(Caller.tenant(service, 'one-run', { environment: 'production' }), {
      runtimeId: 'run',
    });
  });

  it('makes one webhook of a request that is repeated', async () => {
    const caller = await createTenant(service, 'repeating');
    const once = { 'idempotency-key': 'once' };
    const first = await caller.post<Webhook>('/v1/webhooks', { url }, once);
    const second = await caller.post<Webhook>('/v1/webhooks', { url }, once);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('etag')).toBe('"1"');
    expect((await caller.get<Listed>('/v1/webhooks')).body.data).toHaveLength(1);
  });
});

describe('GET /v1/webhooks', () => {
  it('lists single runs only when asked for, and filters by level and status', async () => {
    const caller = await createTenant(service, 'listing');
    const customer = await createWebhook(caller);
    const definition = await createWebhook(caller, { definitionId: 'kyb', status: 'disabled' });
    const runtime = await createWebhook(caller, { runtimeId: 'run' });
    const ids = async (query: string) =>
      (await caller.get<Listed>(`/v1/webhooks?${query}`)).body.data.map(({ id }) => id);
    expect(await ids('')).toEqual([definition.id, customer.id]);
    expect(await ids('level=customer')).toEqual([customer.id]);
    expect(await ids('level=definition')).toEqual([definition.id]);
    expect(await ids('level=runtime')).toEqual([runtime.id]);
    expect(await ids('status=disabled')).toEqual([definition.id]);
    expect((await caller.get('/v1/webhooks?level=every')).status).toBe(400);
    expect((await caller.get('/v1/webhooks?after=not-an-id')).status).toBe(400);
  });

  it('neither skips nor repeats from page to page', async () => {
    const caller = await createTenant(service, 'paging');
    const made: string[] = [];
    for (let n = 0; n < 7; n++) made.push((await createWebhook(caller)).id);
    const read: string[] = [];
    let path = '/v1/webhooks?limit=3';
    for (let hasNext = true; hasNext;) {
      const { body } = await caller.get<Listed>(path);
      read.push(...body.data.map(({ id }) => id));
      hasNext = body.hasNext;
      path = `/v1/webhooks?limit=3&after=${read.at(-1) ?? ''}`;
    }
    expect(read).toEqual(made.toSorted().toReversed());
  });
});

describe('another tenant and another environment', () => {
  it('see nothing: as if there were no such webhook', async () => {
    const { id } = await createWebhook(acme);
    const missing = await acme.get<object>('/v1/webhooks/01900000-0000-7000-8000-000000000000');
    for (const stranger of [
      await createTenant(service, 'stranger'),
      Caller.tenant(service, 'acme', { environment: 'production' }),
    ]) {
      const path = `/v1/webhooks/${id}`;
      const answers = [
        await stranger.get(path),
        await stranger.patch(path, { name: 'mine' }),
        await stranger.delete(path),
        await stranger.get(`${path}/secret`),
        await stranger.post(`${path}/secret/rotate`),
      ];
      for (const answer of answers) expect([answer.status, answer.body]).toEqual([404, missing.body]);
      expect((await stranger.get<Listed>('/v1/webhooks')).body.data).toEqual([]);
    }
    expect((await acme.get(`/v1/webhooks/${id}`)).status).toBe(200);
  });

  it('need a tenant to act for, and the scope for what they do', async () => {
    expect(await operator.get('/v1/webhooks')).toMatchObject({
      status: 403,
      body: { code: 'tenant-required' },
    });
    const reader = Caller.tenant(service, 'acme', { only: ['read'] });
    expect(await reader.post('/v1/webhooks', { url })).toMatchObject({
      status: 403,
      body: { code: 'missing-scope' },
    });
    const { id } = await createWebhook(acme);
    expect((await reader.get(`/v1/webhooks/${id}/secret`)).status).toBe(403);
  });
});

describe('PATCH /v1/webhooks/{id}', () => {
  it('changes what is named, and null takes the default', async () => {
    const { id } = await createWebhook(acme, { name: 'A', timeoutMs: 500, retry: 'none' });
    const { status, headers, body } = await acme.patch(`/v1/webhooks/${id}`, {
      name: 'B',
      timeoutMs: null,
      events: ['workflow.completed'],
      retry: { delaysSeconds: [1, 2.5] },
    });
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect(body).toMatchObject({
      name: 'B',
      timeoutMs: null,
      events: ['workflow.completed'],
      retry: { delaysSeconds: [1, 2.5] },
      url,
    });
  });

  it('keeps note of what the URL and the headers name', async () => {
    const { id } = await createWebhook(acme, {
      method: 'PUT',
      url: `${url}/{entity.id}?key={secret.KEY}`,
      headers: { authorization: 'Bearer {secret.TOKEN}', 'x-key': '{secret.KEY} {a.0}' },
    });
    const named = async () => {
      const { rows } = await pool.query<object>(
        `SELECT context_placeholders AS context, secret_placeholders AS secrets
           FROM subscriptions.webhooks WHERE id = $1`,
        [id],
      );
      return rows[0];
    };
    expect(await named()).toEqual({ context: ['a.0', 'entity.id'], secrets: ['KEY', 'TOKEN'] });
    expect((await acme.get(`/v1/webhooks/${id}`)).body).toMatchObject({
      method: 'PUT',
      headers: { authorization: 'Bearer {secret.TOKEN}' },
    });
    await acme.patch(`/v1/webhooks/${id}`, { url });
    expect(await named()).toEqual({ context: ['a.0'], secrets: ['KEY', 'TOKEN'] });
    await acme.patch(`/v1/webhooks/${id}`, { name: 'renamed' });
    expect(await named()).toEqual({ context: ['a.0'], secrets: ['KEY', 'TOKEN'] });
    await acme.delete(`/v1/webhooks/${id}`);
    expect(await named()).toEqual({ context: [], secrets: [] });
  });

  it('lets the one of two writers win who saw the last version', async () => {
    const { id } = await createWebhook(acme);
    const seen = { 'if-match': '"1"' };
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name) => acme.patch(`/v1/webhooks/${id}`, { name }, seen)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    expect((await acme.delete(`/v1/webhooks/${id}`, seen)).status).toBe(412);
  });

  it.each<[string, object]>([
    ['runtimeId', { runtimeId: 'run' }],
    ['definitionId', { definitionId: 'kyb' }],
    ['ordering', { ordering: 'subject' }],
    ['method', { method: 'GET' }],
    ['url', { url: 'http://10.0.0.1/' }],
    ['headers.te', { headers: { te: 'trailers' } }],
    ['signing.secret', { signing: { secret: 'a'.repeat(32) } }],
  ])('does not change the field %s: %j', async (path, change) => {
    const { id } = await createWebhook(acme);
    expect(await acme.patch(`/v1/webhooks/${id}`, change)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });

  it('forgets why Casewire has disabled a webhook when its owner chooses a status, and not before', async () => {
    const { id } = await createWebhook(acme);
    await pool.query(
      `UPDATE subscriptions.webhooks SET status = 'disabled', status_reason = 'gone' WHERE id = $1`,
      [id],
    );
    const gone = { status: 'disabled', statusReason: 'gone' };
    expect((await acme.patch(`/v1/webhooks/${id}`, { url: `${url}s`, ...gone })).body).toMatchObject(gone);
    expect((await acme.patch(`/v1/webhooks/${id}`, { status: 'active' })).body).toMatchObject({
      status: 'active',
      statusReason: null,
    });
  });

  it('lets a webhook be disabled whose URL would not be accepted any more', async () => {
    const { id } = await createWebhook(acme);
    await pool.query(`UPDATE subscriptions.webhooks SET url = 'http://10.0.0.1/' WHERE id = $1`, [id]);
    expect((await acme.patch(`/v1/webhooks/${id}`, { status: 'disabled' })).status).toBe(200);
    expect((await acme.patch(`/v1/webhooks/${id}`, { url: 'http://10.0.0.2/' })).status).toBe(422);
  });

  it('refuses a scheme that the present secret cannot sign', async () => {
    const { id } = await createWebhook(acme, { signing: { secret: 'webhook-shared-secret' } });
    expect(
      await acme.patch(`/v1/webhooks/${id}`, { signing: { scheme: 'standard-webhooks' } }),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'signing.secret' }] },
    });
  });

  it('gives a secret to a webhook that begins to be signed', async () => {
    const { id } = await createWebhook(acme, { signing: { scheme: 'none' } });
    expect((await acme.patch(`/v1/webhooks/${id}`, { signing: {} })).status).toBe(200);
    expect((await acme.get(`/v1/webhooks/${id}/secret`)).body).toEqual({
      secret: expect.stringMatching(/^whsec_[0-9a-f]{64}$/),
      publicKey: null,
    });
  });
});

describe('DELETE /v1/webhooks/{id}', () => {
  it('ends it, and destroys what it signed and authenticated with', async () => {
    const { id } = await createWebhook(acme, { auth: { bearer: { token: 'abc' } } });
    expect((await acme.delete(`/v1/webhooks/${id}`)).status).toBe(204);
    expect((await acme.get(`/v1/webhooks/${id}`)).status).toBe(404);
    expect((await acme.delete(`/v1/webhooks/${id}`)).status).toBe(404);
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::int FROM subscriptions.webhook_secrets s WHERE s.webhook_id = w.id) AS secrets,
              auth_ciphertext AS auth, deleted_at IS NOT NULL AS deleted
         FROM subscriptions.webhooks w WHERE id = $1`,
      [id],
    );
    expect(rows).toEqual([{ secrets: 0, auth: null, deleted: true }]);
  });
});
