import { findApiKeys, hashApiKey } from '@casewire/subscription-store';
import { describe, expect, it } from '@jest/globals';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly settings: object;
}
interface Key {
  readonly id: string;
  readonly key?: string;
}

const { database, service, operator } = useSubscriptions(() => ({
  CASEWIRE_AUDIT_RETENTION_DAYS: '500',
}));
const { pool } = database;

describe('tenants', () => {
  it('are created, read, changed setting by setting, and deleted', async () => {
    const settings = { apiVersion: '2', webhookLimit: 5, publishPerSecond: 10 };
    const created = await operator.post<Tenant>('/v1/tenants', { id: 'acme', name: 'Acme', settings });
    expect(created).toMatchObject({ status: 201, body: { id: 'acme', name: 'Acme', settings } });
    const changed = await operator.patch<Tenant>('/v1/tenants/acme', {
      settings: { apiVersion: null, subscriptionMerge: 'override-per-event' },
    });
    expect(changed.body).toMatchObject({
      name: 'Acme',
      settings: { webhookLimit: 5, publishPerSecond: 10, subscriptionMerge: 'override-per-event' },
    });
    expect((await operator.get<Tenant>('/v1/tenants/acme')).body).toEqual(changed.body);
    expect((await operator.delete('/v1/tenants/acme')).status).toBe(204);
    expect((await operator.get('/v1/tenants/acme')).status).toBe(404);
    expect(await operator.post('/v1/tenants', { id: 'acme', name: 'Again' })).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    });
  });

  it('are found by a part of the id or of the name, the newest first', async () => {
    const made = { 'found-1': 'Harbour Bank', 'found-2': '100 % Bank', other: 'Found_er' };
    for (const [id, name] of Object.entries(made)) await operator.post('/v1/tenants', { id, name });
    const found = async (query: object) => {
      const search = new URLSearchParams({ ...query });
      const { body } = await operator.get<{ data: Tenant[] }>(`/v1/tenants?${String(search)}`);
      return body.data.map(({ id }) => id);
    };
    expect(await found({ q: ' FOUND ' })).toEqual(['other', 'found-2', 'found-1']);
    expect(await found({ q: 'found', after: 'found-2' })).toEqual(['found-1']);
    expect(await found({ q: 'bank', limit: '1' })).toEqual(['found-2']);
    expect(await found({ q: '%' })).toEqual(['found-2']);
    expect(await found({ q: 'd_e' })).toEqual(['other']);
    await operator.delete('/v1/tenants/other');
    expect(await found({ q: 'd_e' })).toEqual([]);
  });

  it('read what is set for them, and how long things are kept', async () => {
    const reader = await createTenant(service, 'reader', { webhookLimit: 5 });
    const { status, body } = await reader.get('/v1/settings');
    expect([status, body]).toEqual([
      200,
      {
        ...(await operator.get<Tenant>('/v1/tenants/reader')).body,
        retentionDays: { events: 7, rejectedEvents: 30, invocations: 90, audit: 500 },
      },
    ]);
    expect((await reader.get('/v1/tenants/reader')).status).toBe(403);
  });

  it('leave no secret behind when they are deleted', async () => {
    const sealed = await createTenant(service, 'sealed');
    await sealed.put('/v1/secrets/KEY', { value: 'value' });
    await sealed.get('/v1/signing-secret');
    await sealed.post('/v1/webhooks', {
      url: 'https://receiver.example',
      headers: { 'x-key': 'abc' },
      auth: { bearer: { token: 'abc' } },
    });
    const left = async () => {
      const { rows } = await pool.query<{ left: number }>(
        `SELECT (SELECT count(*) FROM subscriptions.secrets WHERE tenant_id = 'sealed')::int
              + (SELECT count(*) FROM subscriptions.signing_secrets WHERE tenant_id = 'sealed')::int
              + count(secret.id)::int + count(auth_ciphertext)::int + count(nullif(headers, '{}'))::int AS left
           FROM subscriptions.webhooks AS webhook
           LEFT JOIN subscriptions.webhook_secrets AS secret ON secret.webhook_id = webhook.id
          WHERE tenant_id = 'sealed'`,
      );
      return rows[0]?.left;
    };
    expect(await left()).toBe(5);
    expect((await operator.delete('/v1/tenants/sealed')).status).toBe(204);
    expect(await left()).toBe(0);
  });

  it('change only from the version that If-Match names', async () => {
    const { headers } = await operator.post('/v1/tenants', { id: 'versioned', name: 'One' });
    const seen = { 'if-match': headers.get('etag') ?? '' };
    expect((await operator.patch('/v1/tenants/versioned', { name: 'Two' }, seen)).status).toBe(200);
    expect((await operator.patch('/v1/tenants/versioned', { name: 'Three' }, seen)).status).toBe(412);
    expect((await operator.delete('/v1/tenants/versioned', seen)).status).toBe(412);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ id: 'a b', name: 'A' }, 'id'],
    [{ name: 'A', settings: { webhookLimit: -1 } }, 'settings.webhookLimit'],
    [{ name: 'A', settings: { publishPerSecond: 0 } }, 'settings.publishPerSecond'],
    [{ name: 'A', settings: { allowedHosts: ['https://a'] } }, 'settings.allowedHosts.0'],
    [{ name: 'A', settings: { payloadRetentionDays: 3 } }, 'settings.payloadRetentionDays'],
    [{ name: 'A\u0000' }, 'name'],
  ])('refuse %j', async (body, path) => {
    expect(await operator.post('/v1/tenants', body)).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [expect.objectContaining({ path })] },
    });
  });

  it('are managed by the operator alone', async () => {
    const tenant = Caller.tenant(service, 'acme');
    expect(await tenant.get('/v1/tenants')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await tenant.post('/v1/tenants/acme/api-keys', { environment: 'sandbox' })).status).toBe(403);
  });

  it('are listed page by page, newest first, in both directions', async () => {
    for (const n of [1, 2, 3, 4, 5]) await operator.post('/v1/tenants', { id: `paged-${n}`, name: 'P' });
    const ids = async (query: string) => {
      const { body } = await operator.get<{ data: Tenant[]; hasNext: boolean }>(`/v1/tenants?${query}`);
      return [body.data.map(({ id }) => id), body.hasNext];
    };
    expect(await ids('limit=2')).toEqual([['paged-5', 'paged-4'], true]);
    expect(await ids('limit=2&after=paged-4')).toEqual([['paged-3', 'paged-2'], true]);
    expect(await ids('limit=2&before=paged-2')).toEqual([['paged-4', 'paged-3'], true]);
    expect(await ids('limit=2&before=paged-4')).toEqual([['paged-5'], false]);
    expect(await ids('limit=10&order=asc&after=paged-3')).toEqual([['paged-4', 'paged-5'], false]);
    expect((await operator.get('/v1/tenants?limit=101')).status).toBe(400);
    expect((await operator.get('/v1/tenants?nope=1')).status).toBe(400);
  });
});

describe('API keys', () => {
  /** What a key may be used for, if it may be used. */
  async function usable(key: string) {
    return [...(await findApiKeys(pool, [hashApiKey(key)])).values()][0];
  }

  it('are shown once, found by their hash, and end when revoked', async () => {
    await operator.post('/v1/tenants', { id: 'keyed', name: 'Keyed' });
    const path = '/v1/tenants/keyed/api-keys';
    const { status, body } = await operator.post<Key>(path, {
      environment: 'production',
      scopes: ['read', 'read'],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ environment: 'production', scopes: ['read'], revokedAt: null });
    const key = body.key ?? '';
    expect(key).toMatch(/^cw_production_[0-9A-Za-z]{43}$/);
    expect(await usable(key)).toMatchObject({
      id: body.id,
      tenantId: 'keyed',
      environment: 'production',
      scopes: ['read'],
    });
    const listed = await operator.get<{ data: Key[] }>(path);
    expect(listed.body.data).toEqual([expect.not.objectContaining({ key })]);
    expect(listed.body.data).toMatchObject([{ lastUsedAt: null }]);
    await pool.query(`UPDATE subscriptions.api_keys SET last_used_at = '2026-11-30T14:00Z' WHERE id = $1`, [
      body.id,
    ]);
    expect((await operator.get(path)).body).toMatchObject({
      data: [{ lastUsedAt: '2026-11-30T14:00:00.000Z' }],
    });
    for (let round = 0; round < 2; round++) {
      expect((await operator.delete(`${path}/${body.id}`)).status).toBe(204);
    }
    expect(await usable(key)).toBeUndefined();
  });

  it('have every scope and no end unless told otherwise, and refuse an end that has passed', async () => {
    await operator.post('/v1/tenants', { id: 'default-keys', name: 'D' });
    const path = '/v1/tenants/default-keys/api-keys';
    expect((await operator.post(path, { environment: 'sandbox' })).body).toMatchObject({
      scopes: ['read', 'payloads', 'write', 'replay', 'secrets'],
      expiresAt: null,
    });
    const past = await operator.post(path, { environment: 'sandbox', expiresAt: '2020-01-01T00:00:00Z' });
    expect(past).toMatchObject({ status: 422, body: { errors: [{ path: 'expiresAt' }] } });
  });

  it('of a tenant that does not exist are 404, and so are those of another tenant', async () => {
    expect((await operator.post('/v1/tenants/nobody/api-keys', { environment: 'sandbox' })).status).toBe(404);
    expect((await operator.get('/v1/tenants/nobody/api-keys')).status).toBe(404);
    await operator.post('/v1/tenants', { id: 'one', name: 'One' });
    await operator.post('/v1/tenants', { id: 'two', name: 'Two' });
    const { body } = await operator.post<Key>('/v1/tenants/one/api-keys', { environment: 'sandbox' });
    expect((await operator.delete(`/v1/tenants/two/api-keys/${body.id}`)).status).toBe(404);
  });

  it('stop working with their tenant', async () => {
    await operator.post('/v1/tenants', { id: 'leaving', name: 'L' });
    const { body } = await operator.post<Key>('/v1/tenants/leaving/api-keys', { environment: 'sandbox' });
    await operator.delete('/v1/tenants/leaving');
    expect(await usable(body.key ?? '')).toBeUndefined();
  });
});

describe('a repeated POST', () => {
  it('is answered with the first answer, secret included, and changes nothing', async () => {
    await operator.post('/v1/tenants', { id: 'repeated', name: 'R' });
    const path = '/v1/tenants/repeated/api-keys';
    const once = { 'idempotency-key': 'a-key-of-theirs' };
    const first = await operator.post<Key>(path, { environment: 'sandbox' }, once);
    const second = await operator.post<Key>(path, { environment: 'sandbox' }, once);
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await operator.get<{ data: Key[] }>(path)).body.data).toHaveLength(1);
    expect(await operator.post(path, { environment: 'production' }, once)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });
});
