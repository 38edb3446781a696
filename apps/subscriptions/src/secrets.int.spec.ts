import { parseKeyRing } from '@casewire/key-ring';
import { generatePrivateKey, publicKeyOf } from '@casewire/signing';
import { loadDeliveryTargets, purgeExpired } from '@casewire/subscription-store';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

const masterKeys = `spec:${Buffer.alloc(32, 3).toString('base64')}`;
const keyRing = parseKeyRing(masterKeys);

const { database, service } = useSubscriptions(() => ({ CASEWIRE_MASTER_KEYS: masterKeys }));
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));

interface Shown {
  readonly id: string;
  readonly secret: string;
  readonly publicKey: string | null;
}

async function createWebhook(body: object = {}): Promise<Shown> {
  return (await acme.post<Shown>('/v1/webhooks', { url: 'https://receiver.example', ...body })).body;
}

/** What a delivery would sign with. */
async function signingSecrets(webhookId: string): Promise<string[]> {
  const { webhooks } = await loadDeliveryTargets(pool, { webhookIds: [webhookId], invocationIds: [] });
  return (webhooks.get(webhookId)?.secrets ?? []).map((sealed) =>
    keyRing.decrypt(sealed, sealed.context).toString(),
  );
}

/** A webhook that the tenant's secret signs for. */
async function subscribe(caller: Caller, workflowId: string): Promise<string> {
  const subscriptions = [
    { type: 'webhook', url: 'https://receiver.example', events: ['workflow.completed'] },
  ];
  const { body } = await caller.put<{ config: { subscriptions: { id: string }[] } }>(
    `/api/v1/external/workflows/${workflowId}/config`,
    { config: { subscriptions } },
  );
  return body.config.subscriptions[0]?.id ?? '';
}

async function rotate(id: string, body: object): Promise<string> {
  const answer = await acme.post<Shown>(`/v1/webhooks/${id}/secret/rotate`, body);
  expect(answer.status).toBe(200);
  return answer.body.secret;
}

describe('the secret of a webhook', () => {
  it('is shown again to a key that may see secrets', async () => {
    const { id, secret } = await createWebhook();
    expect((await acme.get(`/v1/webhooks/${id}/secret`)).body).toEqual({ secret, publicKey: null });
  });

  it('goes on signing beside its successor until the overlap ends, then is destroyed', async () => {
    const { id, secret } = await createWebhook();
    const next = await rotate(id, { overlapSeconds: 60 });
    expect(next).not.toBe(secret);
    expect(await signingSecrets(id)).toEqual([next, secret]);
    await pool.query(
      `UPDATE subscriptions.webhook_secrets SET expires_at = now() WHERE expires_at IS NOT NULL`,
    );
    expect(await signingSecrets(id)).toEqual([next]);
    expect(await purgeExpired(pool)).toMatchObject({ secrets: 1 });
    expect(await signingSecrets(id)).toEqual([next]);
  });

  it('is rotated and shown by the id in capitals as by any other, and the audit finds it', async () => {
    const { id } = await createWebhook();
    const next = await rotate(id.toUpperCase(), { overlapSeconds: 0 });
    expect(await signingSecrets(id)).toEqual([next]);
    expect((await acme.get<Shown>(`/v1/webhooks/${id.toUpperCase()}/secret`)).body.secret).toBe(next);
    const { body } = await acme.get<{ data: { action: string }[] }>(`/v1/webhooks/${id}/changes`);
    expect(body.data.map(({ action }) => action)).toEqual([
      'webhook.secret-revealed',
      'webhook.secret-rotated',
      'webhook.created',
    ]);
  });

  it('ends at once where no overlap is wanted', async () => {
    const { id } = await createWebhook();
    expect(await signingSecrets(id)).toHaveLength(1);
    const next = await rotate(id, { overlapSeconds: 0 });
    expect(await signingSecrets(id)).toEqual([next]);
  });

  it('never has more than one predecessor that signs', async () => {
    const { id } = await createWebhook();
    const second = await rotate(id, {});
    const third = await rotate(id, {});
    expect(await signingSecrets(id)).toEqual([third, second]);
  });

  it('is that of the same webhook where the id is written in upper case, and deliveries can sign with it', async () => {
    const { id, secret } = await createWebhook();
    const upper = id.toUpperCase();
    expect((await acme.get(`/v1/webhooks/${upper}/secret`)).body).toEqual({ secret, publicKey: null });
    const next = await rotate(upper, {});
    expect(await signingSecrets(id)).toEqual([next, secret]);
    expect((await acme.patch(`/v1/webhooks/${upper}`, { name: 'renamed' })).status).toBe(200);
  });

  it("may be the customer's own, if its scheme can use it", async () => {
    const { id } = await createWebhook({ signing: { scheme: 'timestamped-hex' } });
    const refused = await acme.post(`/v1/webhooks/${id}/secret/rotate`, { secret: 'not hexadecimal!' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'secret' }] } });
    expect(await rotate(id, { secret: 'ab'.repeat(16) })).toBe('ab'.repeat(16));
  });

  it('does not come into being by rotation where nothing signs', async () => {
    const { id } = await createWebhook({ signing: { scheme: 'none' } });
    expect((await acme.get(`/v1/webhooks/${id}`)).body).toMatchObject({ signedBy: null });
    expect((await acme.get(`/v1/webhooks/${id}/secret`)).body).toEqual({ secret: null, publicKey: null });
    expect(await acme.post(`/v1/webhooks/${id}/secret/rotate`, {})).toMatchObject({
      status: 409,
      body: { code: 'invalid-state' },
    });
  });

  it.each([{ overlapSeconds: -1 }, { overlapSeconds: 604_801 }, { secret: 'short' }, { overlap: 1 }])(
    'is not rotated by %j',
    async (body) => {
      const { id } = await createWebhook();
      expect((await acme.post(`/v1/webhooks/${id}/secret/rotate`, body)).status).toBe(422);
    },
  );

  it('is not readable in the database', async () => {
    const { secret } = await createWebhook();
    const { rows } = await pool.query<{ ciphertext: Buffer }>(
      'SELECT ciphertext FROM subscriptions.webhook_secrets',
    );
    expect(rows.filter(({ ciphertext }) => ciphertext.includes(secret))).toEqual([]);
  });
});

describe('the key pair of a webhook', () => {
  const signing = { scheme: 'standard-webhooks-ed25519' };
  const publicKey = expect.stringMatching(/^whpk_/);

  it('is made for ed25519: its public half is shown, its private half signs and is not shown', async () => {
    const created = await createWebhook({ signing });
    expect(created).toMatchObject({ secret: null, publicKey });
    expect((await acme.get(`/v1/webhooks/${created.id}/secret`)).body).toEqual({
      secret: null,
      publicKey: created.publicKey,
    });
    expect((await signingSecrets(created.id)).map(publicKeyOf)).toEqual([created.publicKey]);
  });

  it('rotates with overlap', async () => {
    const { id, publicKey: before } = await createWebhook({ signing });
    const { body } = await acme.post<Shown>(`/v1/webhooks/${id}/secret/rotate`, { overlapSeconds: 60 });
    expect(body).toEqual({ secret: null, publicKey });
    expect((await signingSecrets(id)).map(publicKeyOf)).toEqual([body.publicKey, before]);
  });

  it("may be the customer's own, and nothing but a private key", async () => {
    const own = generatePrivateKey();
    const { id, publicKey: shown } = await createWebhook({ signing: { ...signing, secret: own } });
    expect(shown).toBe(publicKeyOf(own));
    const refused = await acme.post(`/v1/webhooks/${id}/secret/rotate`, { secret: 'ab'.repeat(32) });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'secret' }] } });
  });

  it('comes and goes with the scheme, so that there is always a secret that can sign', async () => {
    const { id } = await createWebhook();
    await rotate(id, {});
    const change = async (scheme: string) => {
      expect((await acme.patch(`/v1/webhooks/${id}`, { signing: { scheme } })).status).toBe(200);
      return signingSecrets(id);
    };
    const kinds = async (scheme: string) => (await change(scheme)).map((secret) => secret.slice(0, 5));
    expect(await kinds('standard-webhooks-ed25519')).toEqual(['whsk_']);
    expect(await kinds('none')).toEqual(['whsk_']);
    expect((await acme.get(`/v1/webhooks/${id}/secret`)).body).toEqual({ secret: null, publicKey });
    expect(await kinds('timestamped-hex')).toEqual(['whsec']);
    const kept = await signingSecrets(id);
    expect(await change('hmac-body-hex')).toEqual(kept);
  });

  it("is not for a webhook that the tenant's secret signs for", async () => {
    const { id } = await createWebhook({ runtimeId: 'run-1' });
    await pool.query('UPDATE subscriptions.webhooks SET signs_with_tenant_secret = true WHERE id = $1', [id]);
    expect(await acme.patch(`/v1/webhooks/${id}`, { signing })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'signing.scheme' }] },
    });
    const secret = generatePrivateKey();
    expect(await acme.post('/v1/signing-secret/rotate', { secret })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'secret' }] },
    });
  });
});

describe('the signing secret of a tenant', () => {
  it('is made when first asked for, once, and apart for each environment', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => acme.get<Shown>('/v1/signing-secret')));
    const [first] = answers;
    expect(first?.body.secret).toMatch(/^whsec_[0-9a-f]{64}$/);
    expect(new Set(answers.map(({ body }) => body.secret)).size).toBe(1);
    const production = Caller.tenant(service, 'acme', { environment: 'production' });
    expect((await production.get<Shown>('/v1/signing-secret')).body.secret).not.toBe(first?.body.secret);
  });

  it('rotates with overlap', async () => {
    const before = (await acme.get<Shown>('/v1/signing-secret')).body.secret;
    const { body } = await acme.post<Shown>('/v1/signing-secret/rotate', { overlapSeconds: 60 });
    expect((await acme.get('/v1/signing-secret')).body).toEqual(body);
    const { id } = await createWebhook({ runtimeId: 'run' });
    await pool.query('UPDATE subscriptions.webhooks SET signs_with_tenant_secret = true WHERE id = $1', [id]);
    expect(await signingSecrets(id)).toEqual([body.secret, before]);
  });

  it('is shown and rotated by itself, not through the webhooks that it signs for', async () => {
    const id = await subscribe(acme, 'own-secret');
    const expected = {
      status: 409,
      body: { code: 'invalid-state', detail: expect.stringContaining('/v1/signing-secret') },
    };
    expect(await acme.get(`/v1/webhooks/${id}/secret`)).toMatchObject(expected);
    expect(await acme.post(`/v1/webhooks/${id}/secret/rotate`)).toMatchObject(expected);
  });

  it('keeps webhooks from a scheme that it cannot sign, and does not become one that they cannot use', async () => {
    const texts = await createTenant(service, 'texts');
    const id = await subscribe(texts, 'kyb');
    const rotateTo = (secret?: string) => texts.post('/v1/signing-secret/rotate', { secret });
    const change = (body: object) => texts.patch(`/v1/webhooks/${id}`, body);
    expect((await rotateTo('webhook-shared-secret')).status).toBe(200);
    const standard = { signing: { scheme: 'standard-webhooks' } };
    for (const body of [standard, { format: 'standard' }, { events: ['own.type'] }]) {
      expect(await change(body)).toMatchObject({
        status: 422,
        body: {
          errors: [{ path: 'signing', message: expect.stringContaining('POST /v1/signing-secret/rotate') }],
        },
      });
    }
    expect((await change({ name: 'renamed' })).status).toBe(200);
    expect((await rotateTo()).status).toBe(200);
    expect((await change(standard)).status).toBe(200);
    expect(await rotateTo('webhook-shared-secret')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'secret', message: expect.stringContaining(id) }] },
    });
    expect((await texts.delete(`/v1/webhooks/${id}`)).status).toBe(204);
    expect((await rotateTo('webhook-shared-secret')).status).toBe(200);
  });
});
