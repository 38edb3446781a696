import { createPool, type Pool } from '@casewire/database';
import { parseKeyRing } from '@casewire/key-ring';
import type { RunningService } from '@casewire/service';
import { loadDeliveryTargets, purgeExpired } from '@casewire/subscription-store';
import { createTestDatabase, type TestDatabase } from '@casewire/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Caller, startSubscriptions } from './subscriptions.fixture.ts';

const masterKeys = `spec:${Buffer.alloc(32, 3).toString('base64')}`;
const keyRing = parseKeyRing(masterKeys);
let database: TestDatabase;
let pool: Pool;
let service: RunningService;
let acme: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, applicationName: 'spec' });
  service = await startSubscriptions(database.url, { CASEWIRE_MASTER_KEYS: masterKeys });
  await Caller.operator(service.url).post('/v1/tenants', { id: 'acme', name: 'Acme' });
  acme = Caller.tenant(service.url, 'acme');
}, 60_000);

afterAll(async () => {
  await service.stop();
  await pool.end();
  await database.drop();
});

interface Shown {
  readonly id: string;
  readonly secret: string;
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

async function rotate(id: string, body: object): Promise<string> {
  const answer = await acme.post<Shown>(`/v1/webhooks/${id}/secret/rotate`, body);
  expect(answer.status).toBe(200);
  return answer.body.secret;
}

describe('the secret of a webhook', () => {
  it('is shown again to who may see secrets', async () => {
    const { id, secret } = await createWebhook();
    expect((await acme.get(`/v1/webhooks/${id}/secret`)).body).toEqual({ secret });
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

  it('may be the customer own, if its scheme can use it', async () => {
    const { id } = await createWebhook({ signing: { scheme: 'timestamped-hex' } });
    const refused = await acme.post(`/v1/webhooks/${id}/secret/rotate`, { secret: 'not hexadecimal!' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'secret' }] } });
    expect(await rotate(id, { secret: 'ab'.repeat(16) })).toBe('ab'.repeat(16));
  });

  it('does not come into being by rotation where nothing signs', async () => {
    const { id } = await createWebhook({ signing: { scheme: 'none' } });
    expect((await acme.get(`/v1/webhooks/${id}/secret`)).body).toEqual({ secret: null });
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

describe('the signing secret of a tenant', () => {
  it('is made when first asked for, once, and apart for each environment', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => acme.get<Shown>('/v1/signing-secret')));
    const [first] = answers;
    expect(first?.body.secret).toMatch(/^whsec_[0-9a-f]{64}$/);
    expect(new Set(answers.map(({ body }) => body.secret)).size).toBe(1);
    const production = Caller.tenant(service.url, 'acme', { environment: 'production' });
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
});
