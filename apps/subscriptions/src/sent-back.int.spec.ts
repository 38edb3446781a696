import { newWebhookSchema } from '@casewire/webhook-settings';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTenant, useSubscriptions } from './subscriptions.fixture.ts';

const { database, service, operator } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme', { webhookLimit: 1_000 }));

interface Shown {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** Settings in any combination that is accepted. */
const settings = fc
  .record(
    {
      name: fc.string({ minLength: 1, maxLength: 10, unit: 'grapheme-ascii' }),
      events: fc.constantFrom(['*'], ['workflow.*'], ['claim.paid', 'claim.opened']),
      definitionId: fc.constantFrom('kyb', 'kyc'),
      method: fc.constantFrom('POST', 'PUT', 'GET'),
      headers: fc.constantFrom({}, { 'X-Key': 'value', 'x-other': '{a.b}' }),
      auth: fc.constantFrom({ basic: { username: 'u', password: 'p' } }, { bearer: { token: 't' } }),
      format: fc.constantFrom('native', 'standard', 'cloudevents'),
      signing: fc.constantFrom(
        {},
        { scheme: 'none' },
        { scheme: 'hmac-body-hex', header: 'X-Signature', algorithm: 'sha512' },
        { scheme: 'standard-webhooks-ed25519' },
        { secret: 'webhook-shared-secret' },
      ),
      sendWebhookId: fc.boolean(),
      retry: fc.constantFrom('none', { delaysSeconds: [1, 2.5], maxAgeSeconds: 60 }),
      timeoutMs: fc.constantFrom(100, 60_000),
      maxConcurrency: fc.constantFrom(1, 1_000),
      ordering: fc.constantFrom('none', 'subject'),
      successStatus: fc.constantFrom('2xx', '200'),
      options: fc.constantFrom({}, { idwise: { eventId: true } }),
      status: fc.constantFrom('active', 'paused', 'disabled'),
      expiresAt: fc.constantFrom('2050-01-31T12:00:00+02:00'),
      filter: fc.constantFrom('data.a', 'data.b == `1`'),
      request: fc.constantFrom({ transform: { transformer: 'jmespath', mapping: '{a: @}' } }),
    },
    { requiredKeys: [] },
  )
  .filter(({ request, format }) => request === undefined || (format ?? 'native') === 'native');

describe('what GET answered', () => {
  it('is accepted as a PATCH of the webhook, and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (given) => {
        const body = { url: 'https://receiver.example/hook', ...given };
        fc.pre((await newWebhookSchema.safeParseAsync(body)).success);
        const created = await acme.post<Shown>('/v1/webhooks', body);
        fc.pre(created.status === 201);
        const path = `/v1/webhooks/${created.body.id}`;
        const before = await acme.get<Shown>(path);
        const patched = await acme.patch<Shown>(path, before.body);
        expect(patched).toMatchObject({ status: 200, body: before.body });
        expect(await acme.get(path)).toMatchObject({ text: before.text });
        expect(patched.headers.get('etag')).toBe(before.headers.get('etag'));
        await acme.delete(path);
      }),
      { numRuns: 60 },
    );
  });

  it('is accepted of a webhook that has expired or that a rule of today would refuse', async () => {
    const { body } = await acme.post<Shown>('/v1/webhooks', { url: 'https://receiver.example/hook' });
    await pool.query(
      `UPDATE subscriptions.webhooks SET expires_at = now() - interval '1 day', url = 'http://10.0.0.1/' WHERE id = $1`,
      [body.id],
    );
    const path = `/v1/webhooks/${body.id}`;
    const shown = await acme.get<Shown>(path);
    expect((await acme.patch(path, shown.body)).status).toBe(200);
    expect(await acme.patch(path, { ...shown.body, name: 'renamed' })).toMatchObject({
      status: 200,
      body: { name: 'renamed', url: 'http://10.0.0.1/' },
    });
  });

  it('keeps the credentials that it does not show', async () => {
    const auth = { basic: { username: 'u', password: 'p' } };
    const { body } = await acme.post<Shown>('/v1/webhooks', { url: 'https://receiver.example/hook', auth });
    const sealed = async () => {
      const { rows } = await pool.query<object>(
        'SELECT auth_ciphertext FROM subscriptions.webhooks WHERE id = $1',
        [body.id],
      );
      return rows[0];
    };
    const before = await sealed();
    const path = `/v1/webhooks/${body.id}`;
    const shown = await acme.get<Shown>(path);
    expect((await acme.patch(path, { ...shown.body, name: 'renamed' })).status).toBe(200);
    expect(await sealed()).toEqual(before);
  });

  it.each(['id', 'level', 'environment', 'createdAt', 'updatedAt', 'method', 'ordering', 'definitionId'])(
    'is refused by name where %s, which cannot be changed, differs',
    async (member) => {
      const { body } = await acme.post<Shown>('/v1/webhooks', { url: 'https://receiver.example/hook' });
      const path = `/v1/webhooks/${body.id}`;
      const shown = await acme.get<Shown>(path);
      expect(await acme.patch(path, { ...shown.body, [member]: 'other' })).toMatchObject({
        status: 422,
        body: { errors: [{ path: member, message: expect.stringMatching(/^cannot be changed/) }] },
      });
    },
  );

  it('is accepted as a PATCH of a tenant and of a Dataspike webhook', async () => {
    const tenant = await operator.get<Shown>('/v1/tenants/acme');
    expect(await operator.patch('/v1/tenants/acme', tenant.body)).toMatchObject({
      status: 200,
      text: tenant.text,
    });
    await acme.post('/api/v3/organization/webhooks', {
      webhook_url: 'https://receiver.example/dataspike',
      event_types: ['DOCVER'],
    });
    const list = await acme.get<{ webhooks: readonly { webhook_id: string; webhook_url: string }[] }>(
      '/api/v3/organization/webhooks',
    );
    const shown = list.body.webhooks.find(({ webhook_url }) => webhook_url.endsWith('/dataspike'));
    const path = `/api/v3/organization/webhooks/${shown?.webhook_id ?? ''}`;
    expect(await acme.patch(path, shown)).toMatchObject({ status: 200, body: shown });
    expect(await acme.patch(path, { ...shown, webhook_id: 'other' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'webhook_id', message: 'cannot be changed' }] },
    });
  });
});
