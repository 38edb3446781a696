import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { hashToken } from '@casewire/session-store';
import { hashApiKey } from '@casewire/subscription-store';
import { insertTenant } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { adminKey, internalKey, startGateway, startStandIn } from './gateway.fixture.ts';

const publicUrl = 'http://localhost:3000';

const database = useDatabase();
const subscriptions = useResource(() => startStandIn('/v1/webhooks'), {
  close: (service) => service.stop(),
  per: 'test',
});
const logLines: string[] = [];

function open() {
  const destination = { write: (line: string) => void logLines.push(line) };
  return startGateway(
    {
      DATABASE_URL: database.url,
      CASEWIRE_PUBLIC_URL: publicUrl,
      CASEWIRE_SUBSCRIPTIONS_URL: subscriptions.url,
      CASEWIRE_AUTH_FAILURES_PER_MINUTE: '3',
    },
    createLogger({ name: 'gateway', level: 'debug', destination }),
  );
}

const gateway = useResource(open, { close: (service) => service.stop(), per: 'test' });
const another = useResource(open, { close: (service) => service.stop(), per: 'test' });

const operator = { authorization: `Bearer ${adminKey}` };
const ownPage = { 'casewire-session': '1', origin: publicUrl };
const sandbox = { 'casewire-tenant': 'acme', 'casewire-environment': 'sandbox' };
const production = { ...sandbox, 'casewire-environment': 'production' };

type Headers = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly headers: globalThis.Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

async function call(
  method: string,
  path: string,
  headers: Headers,
  body?: object,
  at = gateway.url,
): Promise<Answer> {
  const answer = await fetch(at + path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'],
  };
}

/** Signs in as a page of the gateway does. @returns the answer, and the cookie as a browser sends it from then on */
async function signIn(body: object, headers: Headers = {}, at = gateway.url) {
  const answer = await call('POST', '/v1/sessions', { ...ownPage, ...headers }, body, at);
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return { ...answer, cookie: { cookie } };
}

async function insertKey(key: string, environment: string, tenantId = 'acme'): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, scopes, key_hash)
     VALUES (gen_random_uuid(), $1, $2, '{read,write}', $3) RETURNING id`,
    [tenantId, environment, hashApiKey(key)],
  );
  return rows[0]?.id ?? '';
}

const keyIds = { sandbox: '', production: '' };

beforeAll(async () => {
  await insertTenant(database.pool, 'acme');
  await insertTenant(database.pool, 'globex');
  await insertKey('globex-key', 'sandbox', 'globex');
});

beforeEach(async () => {
  logLines.length = 0;
  await database.pool.query(`DELETE FROM gateway.portal_links; DELETE FROM gateway.sessions`);
  await database.pool.query(`DELETE FROM subscriptions.api_keys WHERE tenant_id = 'acme'`);
  keyIds.sandbox = await insertKey('sandbox-key', 'sandbox');
  keyIds.production = await insertKey('production-key', 'production');
});

describe('a session by key', () => {
  it('makes requests that a service takes for those of the key, and never sees the cookie', async () => {
    const { status, headers, body, cookie } = await signIn({ key: 'sandbox-key' });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        kind: 'key',
        tenant: { id: 'acme', name: 'acme' },
        environments: ['sandbox'],
        scopesByEnvironment: { sandbox: ['read', 'write'] },
        readOnly: false,
        view: null,
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
        expiresAt: expect.any(String),
        idleSeconds: 28_800,
        landing: null,
      },
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toMatch(/^casewire=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);

    const posted = await call('POST', '/v1/webhooks', { ...cookie, ...ownPage, ...sandbox }, { url: 'x' });
    expect(posted.status).toBe(200);
    const { [IDENTITY_HEADER]: identity, ...received } = subscriptions.received[0]?.headers ?? {};
    expect(createIdentitySigner(internalKey).verify(String(identity))).toEqual({
      tenantId: 'acme',
      environment: 'sandbox',
      scopes: ['read', 'write'],
      operator: false,
      actor: keyIds.sandbox,
      session: body['id'],
      requestId: expect.any(String),
    });
    expect(Object.keys(received)).not.toEqual(expect.arrayContaining(['cookie']));
    const { landing: _landing, ...shown } = body;
    expect((await call('GET', '/v1/sessions/current', cookie)).body).toEqual(shown);
  });

  it('is added to by the key of the other environment, under a new id, and loses it to another tenant', async () => {
    const first = await signIn({ key: 'sandbox-key' });
    const both = await signIn({ key: 'production-key' }, first.cookie);
    expect(both.body).toMatchObject({
      environments: ['sandbox', 'production'],
      scopesByEnvironment: { sandbox: ['read', 'write'], production: ['read', 'write'] },
      expiresAt: first.body['expiresAt'],
    });
    expect(both.body['id']).not.toBe(first.body['id']);
    expect((await call('GET', '/v1/sessions/current', first.cookie)).status).toBe(401);
    for (const named of [sandbox, production]) {
      expect((await call('GET', '/v1/webhooks', { ...both.cookie, ...named })).status).toBe(200);
    }
    const other = await signIn({ key: 'globex-key' }, both.cookie);
    expect(other.body).toMatchObject({ tenant: { id: 'globex' }, environments: ['sandbox'] });
    expect((await call('GET', '/v1/webhooks', { ...both.cookie, ...sandbox })).status).toBe(401);
  });

  it('ends with its key at the next request, and counts as no wrong key then', async () => {
    const { cookie } = await signIn({ key: 'sandbox-key' });
    expect((await call('GET', '/v1/webhooks', { ...cookie, ...sandbox })).status).toBe(200);
    await database.pool.query('UPDATE subscriptions.api_keys SET revoked_at = now() WHERE id = $1', [
      keyIds.sandbox,
    ]);
    for (let request = 0; request < 6; request++) {
      expect(await call('GET', '/v1/webhooks', { ...cookie, ...sandbox })).toMatchObject({
        status: 401,
        body: { code: 'session-ended' },
      });
    }
    expect((await signIn({ key: 'wrong' }, cookie)).status).toBe(401);
    expect((await signIn({ key: 'production-key' }, cookie)).status).toBe(201);
  });

  it('is over after the sign-out for whoever has kept the cookie, at another gateway too', async () => {
    const { cookie } = await signIn({ key: 'sandbox-key' });
    for (const { url } of [gateway, another]) {
      expect((await call('GET', '/v1/webhooks', { ...cookie, ...sandbox }, undefined, url)).status).toBe(200);
    }
    expect((await call('DELETE', '/v1/sessions/current', cookie)).status).toBe(403);
    const out = await call('DELETE', '/v1/sessions/current', { ...cookie, ...ownPage });
    expect([out.status, out.headers.get('clear-site-data'), out.headers.get('set-cookie')]).toEqual([
      204,
      '"cache", "storage"',
      expect.stringMatching(/^casewire=; Path=\/; Expires=Thu, 01 Jan 1970/),
    ]);
    for (const { url } of [gateway, another]) {
      expect((await call('GET', '/v1/webhooks', { ...cookie, ...sandbox }, undefined, url)).status).toBe(401);
    }
    expect((await call('DELETE', '/v1/sessions/current', { ...cookie, ...ownPage })).status).toBe(204);
  });

  it('begins only on a page of the gateway itself, by one of two things', async () => {
    const wrong = [{}, { origin: publicUrl }, { ...ownPage, origin: 'https://evil.example' }];
    for (const headers of wrong) {
      expect(await call('POST', '/v1/sessions', headers, { key: 'sandbox-key' })).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
    for (const body of [{}, { key: 'sandbox-key', code: 'x' }, { key: '' }]) {
      expect((await call('POST', '/v1/sessions', ownPage, body)).status).toBe(422);
    }
  });
});

describe('how long a session lasts at most', () => {
  const HOUR_MS = 3_600_000;

  it.each([
    ['24 hours, and 8 without a request, for a tenant', 'sandbox-key', 24, 8],
    ['8 hours, and half an hour without a request, for the operator', adminKey, 8, 0.5],
  ])('is %s', async (_what, key, hours, idleHours) => {
    const { body } = await signIn({ key });
    const lastsMs = Date.parse(String(body['expiresAt'])) - Date.parse(String(body['createdAt']));
    expect(Math.abs(lastsMs - hours * HOUR_MS)).toBeLessThan(60_000);
    expect(body['idleSeconds']).toBe((idleHours * HOUR_MS) / 1_000);
  });
});

describe('what opens something', () => {
  it('is 256 random bits, of which the database has a hash', async () => {
    const link = await call('POST', '/v1/tenants/acme/portal-links', operator, { environments: ['sandbox'] });
    const code = new URL(String(link.body['url'])).hash.slice(1);
    const { cookie } = await signIn({ code });
    const token = /=(.*)$/.exec(cookie.cookie)?.[1] ?? '';
    const { rows } = await database.pool.query<{ all: string }>(
      `SELECT concat((SELECT json_agg(s) FROM gateway.sessions AS s), (SELECT json_agg(l) FROM gateway.portal_links AS l)) AS all`,
    );
    for (const secret of [code, token]) {
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(rows[0]?.all).not.toContain(secret);
      expect(rows[0]?.all).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
      expect(rows[0]?.all).toContain(hashToken(secret).toString('hex'));
    }
  });
});

describe("the operator's session", () => {
  it('does what the key does, is listed, and can be ended by its id', async () => {
    const { cookie, body } = await signIn({ key: adminKey });
    expect(body).toMatchObject({ kind: 'operator', tenant: null, idleSeconds: 1_800 });
    expect((await call('GET', '/v1/tenants', cookie)).status).toBe(200);
    expect(logLines.join('')).toContain(String(body['id']));
    const tenant = await signIn({ key: 'sandbox-key' });
    const listed = await call('GET', '/v1/sessions', cookie);
    expect(listed.body).toMatchObject({
      data: [
        { id: tenant.body['id'], kind: 'key' },
        { id: body['id'], kind: 'operator' },
      ],
      hasNext: false,
    });
    const ofGlobex = { ...operator, 'casewire-tenant': 'globex' };
    expect((await call('GET', '/v1/sessions', ofGlobex)).body).toMatchObject({ data: [] });
    const ofAcme = await call('GET', '/v1/sessions?tenant=acme', cookie);
    expect(ofAcme.body).toMatchObject({ data: [{ id: tenant.body['id'] }], hasNext: false });
    expect((await call('GET', '/v1/sessions?tenant=globex', cookie)).body).toMatchObject({ data: [] });
    expect((await call('GET', '/v1/sessions?tenant=acme', ofGlobex)).status).toBe(403);
    expect((await call('GET', '/v1/sessions', { ...tenant.cookie, ...sandbox })).status).toBe(403);

    const path = `/v1/sessions/${String(tenant.body['id'])}`;
    expect((await call('DELETE', path, ofGlobex)).status).toBe(404);
    expect((await call('DELETE', path, operator)).status).toBe(204);
    expect((await call('GET', '/v1/sessions/current', tenant.cookie)).status).toBe(401);
  });

  it('ends all sessions of a tenant at once, each with its entry in the audit, and no others', async () => {
    const [{ cookie, body }, first, second] = [
      await signIn({ key: adminKey }),
      await signIn({ key: 'sandbox-key' }),
      await signIn({ key: 'production-key' }),
    ];
    const other = await signIn({ key: 'globex-key' });
    const path = '/v1/sessions?tenant=acme';
    const ofGlobex = { ...operator, 'casewire-tenant': 'globex' };
    for (const caller of [{ ...first.cookie, ...ownPage, ...sandbox }, ofGlobex, cookie])
      expect((await call('DELETE', path, caller)).status).toBe(403);
    expect(await call('DELETE', '/v1/sessions', operator)).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter', errors: [{ path: 'tenant' }] },
    });

    expect(await call('DELETE', path, { ...cookie, ...ownPage })).toMatchObject({
      status: 200,
      body: { ended: 2 },
    });
    for (const each of [first, second])
      expect((await call('GET', '/v1/sessions/current', each.cookie)).status).toBe(401);
    for (const each of [cookie, other.cookie])
      expect((await call('GET', '/v1/sessions/current', each)).status).toBe(200);
    const { rows } = await database.pool.query<{ resource: string }>(
      `SELECT resource FROM audit.entries WHERE action = 'session.ended' AND tenant_id = 'acme' AND session = $1`,
      [body['id']],
    );
    expect(rows.map(({ resource }) => resource).toSorted()).toEqual(
      [first, second].map((each) => `sessions/${String(each.body['id'])}`).toSorted(),
    );
    expect((await call('DELETE', path, operator)).body).toEqual({ ended: 0 });
    expect((await signIn({ key: 'sandbox-key' })).status).toBe(201);
  });
});

describe('a portal link', () => {
  const path = '/v1/tenants/acme/portal-links';

  async function createLink(body: object = { environments: ['sandbox'] }) {
    const { body: created } = await call('POST', path, operator, body);
    const { origin, pathname, hash } = new URL(String(created['url']));
    expect(origin + pathname).toBe(`${publicUrl}/enter`);
    return { id: String(created['id']), code: hash.slice(1) };
  }

  it('is asked about and opened as often as people like, and begins one session', async () => {
    const { code } = await createLink({
      environments: ['sandbox', 'production'],
      scopes: ['read', 'write', 'secrets'],
      readOnly: true,
      landing: '/t/acme/sandbox/webhooks',
    });
    for (let times = 0; times < 3; times++) {
      await call('GET', '/enter', { accept: 'text/html' });
      expect(await call('POST', '/v1/sessions/preview', ownPage, { code })).toMatchObject({
        status: 200,
        body: {
          tenant: { id: 'acme', name: 'acme' },
          environments: ['sandbox', 'production'],
          readOnly: true,
          landing: '/t/acme/sandbox/webhooks',
        },
      });
    }
    const exchanges = await Promise.all([
      signIn({ code }),
      signIn({ code }),
      signIn({ code }, {}, another.url),
    ]);
    expect(exchanges.map(({ status }) => status).toSorted()).toEqual([201, 410, 410]);
    const begun = exchanges.find(({ status }) => status === 201);
    expect(begun?.body).toMatchObject({
      kind: 'link',
      scopesByEnvironment: { sandbox: ['read'], production: ['read'] },
      readOnly: true,
      landing: '/t/acme/sandbox/webhooks',
    });
    expect(await call('POST', '/v1/sessions/preview', ownPage, { code })).toMatchObject({ status: 410 });
    expect(logLines.join('')).not.toContain(code);
    expect(logLines.join('')).toContain('signed in');
  });

  it('takes its session with it when it is revoked', async () => {
    const { id, code } = await createLink();
    const { cookie } = await signIn({ code });
    expect((await call('GET', '/v1/webhooks', { ...cookie, ...sandbox })).status).toBe(200);
    expect((await call('GET', '/v1/webhooks', { ...cookie, ...production })).status).toBe(403);
    expect((await call('GET', path, operator)).body).toMatchObject({
      data: [{ id, environments: ['sandbox'], readOnly: false, usedAt: expect.any(String) }],
    });
    expect((await call('DELETE', `${path}/${id}`, { ...operator, 'casewire-tenant': 'globex' })).status).toBe(
      404,
    );
    expect((await call('DELETE', `${path}/${id.toUpperCase()}`, operator)).status).toBe(204);
    expect((await call('GET', '/v1/webhooks', { ...cookie, ...sandbox })).status).toBe(401);
    const { rows } = await database.pool.query<object>(
      `SELECT action FROM audit.entries WHERE resource = $1 ORDER BY id`,
      [`portal-links/${id}`],
    );
    expect(rows).toEqual([{ action: 'portal-link.created' }, { action: 'portal-link.revoked' }]);
  });

  it.each([
    [{ environments: [] }, 'environments'],
    [{ environments: ['sandbox'], landing: 'https://evil.example' }, 'landing'],
    [{ environments: ['sandbox'], landing: '/t/acme/production/webhooks' }, 'landing'],
    [{ environments: ['sandbox'], scopes: ['write'], readOnly: true }, 'scopes'],
    [{ environments: ['sandbox'], expiresInSeconds: 59 }, 'expiresInSeconds'],
  ])('is refused where it is %j', async (body, field) => {
    expect(await call('POST', path, operator, body)).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [expect.objectContaining({ path: field })] },
    });
  });

  it('is made by the operator alone, for tenants that exist', async () => {
    const body = { environments: ['sandbox'] };
    const key = { authorization: 'Bearer sandbox-key' };
    expect((await call('POST', path, key, body)).status).toBe(403);
    expect((await call('POST', path, {}, body)).status).toBe(401);
    expect((await call('POST', '/v1/tenants/nobody/portal-links', operator, body)).status).toBe(404);
    expect((await call('POST', path, { ...operator, 'casewire-tenant': 'globex' }, body)).status).toBe(404);
  });

  it('cannot be guessed: wrong codes are counted like wrong keys', async () => {
    for (let guess = 0; guess < 3; guess++) {
      expect((await signIn({ code: `guess-${guess}` })).status).toBe(401);
    }
    expect((await call('POST', '/v1/sessions/preview', ownPage, { code: 'guess' })).status).toBe(429);
    const { code } = await createLink();
    expect((await signIn({ code })).status).toBe(201);
  });
});

describe('a session over https', () => {
  const secureUrl = 'https://casewire.example';
  const secure = useResource(
    () => startGateway({ DATABASE_URL: database.url, CASEWIRE_PUBLIC_URL: secureUrl }),
    { close: (service) => service.stop() },
  );
  const ofSecure = (session: string) => ({ origin: secureUrl, 'casewire-session': session });

  async function signInAt(session: string, body: object): Promise<Answer> {
    return call('POST', '/v1/sessions', ofSecure(session), body, secure.url);
  }

  it('has a cookie for this host alone', async () => {
    const { headers } = await signInAt('1', { key: 'sandbox-key' });
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-casewire=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('in a frame begins with a portal link, and has a cookie for the site that shows the frame', async () => {
    expect(await signInAt('embed', { key: 'sandbox-key' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const link = await call(
      'POST',
      '/v1/tenants/acme/portal-links',
      operator,
      { environments: ['sandbox'] },
      secure.url,
    );
    const code = new URL(String(link.body['url'])).hash.slice(1);
    const { status, headers } = await signInAt('embed', { code });
    expect([status, headers.get('set-cookie')]).toEqual([
      201,
      expect.stringMatching(
        /^__Host-casewire-embed=[\w-]{43}; Path=\/; HttpOnly; Secure; Partitioned; SameSite=None$/,
      ),
    ]);
    const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
    const current = (session: string) =>
      call('GET', '/v1/sessions/current', { cookie, ...ofSecure(session) }, undefined, secure.url);
    expect((await current('embed')).body).toMatchObject({ kind: 'link' });
    expect((await current('1')).status).toBe(401);
  });
});

describe('the description of the API', () => {
  it('has what the gateway itself answers', async () => {
    const { body } = await call('GET', '/openapi.json', {});
    expect(body['paths']).toMatchObject({
      '/v1/sessions': { post: { security: [] }, get: {}, delete: {} },
      '/v1/sessions/current': { get: {}, delete: {} },
      '/v1/tenants/{tenantId}/portal-links': { post: {}, get: {} },
    });
    expect(body['paths']).not.toHaveProperty('/metrics');
  });
});
