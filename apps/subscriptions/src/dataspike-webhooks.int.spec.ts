import { describe, expect, it } from '@jest/globals';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

const path = '/api/v3/organization/webhooks';

interface Created {
  readonly id: string;
  readonly hmac_signing_secret: string;
}
interface Item {
  readonly webhook_id: string;
}
interface Refusal {
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

const { service } = useSubscriptions();

const wanted = {
  webhook_url: 'https://receiver.example/hook',
  event_types: ['DOCVER', 'AML'],
  enabled: true,
  is_sandbox: true,
};

async function create(caller: Caller, more: object = {}): Promise<Created> {
  const { status, body } = await caller.post<Created>(path, { ...wanted, ...more });
  expect(status).toBe(200);
  return body;
}

const list = async (caller: Caller) => (await caller.get<{ webhooks: readonly Item[] }>(path)).body.webhooks;

describe('organisation webhooks', () => {
  it('are webhooks like any other, whose secret is shown once', async () => {
    const acme = await createTenant(service, 'acme');
    const created = await create(acme);
    expect(created).toEqual({
      id: expect.any(String),
      hmac_signing_secret: expect.stringMatching(/^whsec_[0-9a-f]{64}$/),
    });
    expect(await list(acme)).toEqual([{ webhook_id: created.id, ...wanted }]);
    expect((await acme.get(`/v1/webhooks/${created.id}`)).body).toMatchObject({
      level: 'customer',
      url: wanted.webhook_url,
      events: wanted.event_types,
      status: 'active',
    });
    expect((await acme.get(`/v1/webhooks/${created.id}/secret`)).body).toMatchObject({
      secret: created.hmac_signing_secret,
    });
  });

  it('are edited, disabled and enabled', async () => {
    const acme = await createTenant(service, 'edits');
    const { id } = await create(acme, { enabled: false });
    const change = {
      webhook_url: 'https://receiver.example/other',
      event_types: ['APPLICANT'],
      enabled: true,
    };
    const changed = await acme.patch(`${path}/${id}`, change);
    expect(changed).toMatchObject({ status: 200, body: { webhook_id: id, is_sandbox: true, ...change } });
    expect(await list(acme)).toEqual([changed.body]);
    expect((await acme.patch(`${path}/${id}`, { enabled: false })).body).toMatchObject({ enabled: false });
  });

  it('are deleted, and get another secret', async () => {
    const acme = await createTenant(service, 'rotates');
    const { id, hmac_signing_secret: first } = await create(acme);
    const rotated = await acme.post<Created>(`${path}/${id}/hmac/rotate`);
    expect(rotated.status).toBe(200);
    expect(Object.keys(rotated.body)).toEqual(['hmac_signing_secret']);
    expect(rotated.body.hmac_signing_secret).not.toBe(first);
    expect((await acme.delete(`${path}/${id}`)).status).toBe(204);
    expect(await list(acme)).toEqual([]);
    expect((await acme.delete(`${path}/${id}`)).status).toBe(404);
  });

  it('show no private key where a key pair signs', async () => {
    const acme = await createTenant(service, 'pairs');
    const signing = { scheme: 'standard-webhooks-ed25519' };
    const { body } = await acme.post<{ id: string }>('/v1/webhooks', {
      url: wanted.webhook_url,
      events: ['DOCVER'],
      signing,
    });
    const rotated = await acme.post(`${path}/${body.id}/hmac/rotate`);
    expect(rotated).toMatchObject({ status: 409, body: { code: 'invalid-state' } });
    expect(JSON.stringify(rotated.body)).not.toContain('whsk_');
  });

  it('have https URLs in production', async () => {
    await createTenant(service, 'secure');
    const production = Caller.tenant(service, 'secure', { environment: 'production' });
    const refused = await production.post(path, {
      ...wanted,
      is_sandbox: false,
      webhook_url: 'http://receiver.example/hook',
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'webhook_url', message: expect.stringContaining('https://') }] },
    });
  });

  it('are those of the customer level that listen to its types, however many', async () => {
    const acme = await createTenant(service, 'shares');
    const all = await acme.post<{ id: string }>('/v1/webhooks', { url: wanted.webhook_url });
    const other = await acme.post<{ id: string }>('/v1/webhooks', {
      url: wanted.webhook_url,
      events: ['workflow.*'],
    });
    const ofRun = await acme.post<{ id: string }>('/v1/webhooks', {
      url: wanted.webhook_url,
      runtimeId: 'a-1',
    });
    const own: string[] = [];
    for (let count = 0; count < 101; count++) own.push((await create(acme)).id);
    const shown = await list(acme);
    expect(shown.map(({ webhook_id: id }) => id)).toEqual([all.body.id, ...own]);
    expect(shown[0]).toMatchObject({ event_types: expect.arrayContaining(['DOCVER', 'KYT_WALLET_CHECK']) });
    for (const { id } of [other.body, ofRun.body]) {
      expect((await acme.delete(`${path}/${id}`)).status).toBe(404);
      expect((await acme.patch(`${path}/${id}`, { enabled: false })).status).toBe(404);
      expect((await acme.post(`${path}/${id}/hmac/rotate`)).status).toBe(404);
    }
  });

  it('of another tenant or environment are not there', async () => {
    const { id } = await create(await createTenant(service, 'owner'));
    const production = Caller.tenant(service, 'owner', { environment: 'production' });
    for (const caller of [await createTenant(service, 'stranger'), production]) {
      expect(await list(caller)).toEqual([]);
      expect((await caller.delete(`${path}/${id}`)).status).toBe(404);
    }
  });

  it.each<[string, object, string]>([
    ['is_sandbox', { is_sandbox: false }, 'does not agree with the key, which is for sandbox'],
    ['webhook_url', { webhook_url: 'ftp://receiver.example' }, 'does not begin with http:// or https://'],
    ['webhook_url', { webhook_url: `https://r.example/${'x'.repeat(2048)}` }, 'Too big'],
    ['event_types.0', { event_types: ['workflow.completed'] }, 'Invalid option'],
    ['event_types', { event_types: [] }, 'Too small'],
    ['url', { url: 'https://receiver.example' }, 'is not a known field'],
  ])('names %s (%#)', async (field, more, message) => {
    const acme = Caller.tenant(service, 'acme');
    const refused = await acme.post<Refusal>(path, { ...wanted, ...more });
    expect([refused.status, refused.body.code]).toEqual([422, 'validation-failed']);
    expect(refused.body.errors).toEqual([
      expect.objectContaining({ path: field, message: expect.stringContaining(message) }),
    ]);
    const { id } = await create(acme);
    expect((await acme.patch<Refusal>(`${path}/${id}`, more)).body.errors).toEqual(refused.body.errors);
  });
});
