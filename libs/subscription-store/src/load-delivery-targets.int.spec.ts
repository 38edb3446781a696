import { createPool, type Pool } from '@casewire/database';
import { parseKeyRing } from '@casewire/key-ring';
import {
  inSeconds,
  insertNamedSecret,
  insertSigningSecret,
  insertTenant,
  insertWebhook,
  insertWebhookSecret,
  newId,
} from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { loadDeliveryTargets } from './load-delivery-targets.ts';
import {
  namedSecretContext,
  signingSecretContext,
  webhookSecretContext,
  type SealedColumn,
} from './sealed.ts';

const keyRing = parseKeyRing(`spec:${Buffer.alloc(32).toString('base64')}`);
const database = useDatabase();
const { pool } = database;

async function loadOne(webhookId: string) {
  const { webhooks } = await loadDeliveryTargets(pool, { webhookIds: [webhookId], invocationIds: [] });
  return webhooks.get(webhookId);
}

function opened(secrets: readonly SealedColumn[] = []): string[] {
  return secrets.map((sealed) => keyRing.decrypt(sealed, sealed.context).toString());
}

describe('loadDeliveryTargets', () => {
  it('loads the endpoint, null where the family decides', async () => {
    const tenantId = await insertTenant(pool, 'endpoint');
    const webhookId = await insertWebhook(pool, { tenantId });
    expect(await loadOne(webhookId)).toEqual({
      webhookId,
      tenantId,
      environment: 'sandbox',
      url: 'https://receiver.example/hook',
      method: 'POST',
      headers: {},
      hasPlaceholders: false,
      namedSecrets: [],
      tls: null,
      allowedHosts: null,
      credentials: null,
      format: 'native',
      signing: {},
      secrets: [],
      sendWebhookId: true,
      retry: null,
      timeoutMs: null,
      maxConcurrency: null,
      onGiveUp: 'skip',
      successStatus: null,
      status: 'active',
      statusReason: null,
      version: 1,
      rateLimitPerSecond: null,
      lastStartedAt: null,
      latestDueAt: null,
      expiresAt: null,
      pause: 0,
      ownPause: null,
      opening: null,
      deletedAt: null,
    });
  });

  it('gives the current secret first, then the one that still overlaps, and never one that expired', async () => {
    const tenantId = await insertTenant(pool, 'rotation');
    const webhookId = await insertWebhook(pool, { tenantId });
    const seal = (secret: string) => keyRing.encrypt(secret, webhookSecretContext(webhookId));
    await insertWebhookSecret(pool, webhookId, seal('oldest'), inSeconds(-1));
    await insertWebhookSecret(pool, webhookId, seal('previous'), inSeconds(60));
    await insertWebhookSecret(pool, webhookId, seal('current'));
    expect(opened((await loadOne(webhookId))?.secrets)).toEqual(['current', 'previous']);
  });

  it('signs for the tenant where the webhook has no secret of its own', async () => {
    const tenantId = await insertTenant(pool, 'tenant-secret');
    const webhookId = await insertWebhook(pool, { tenantId, runtimeId: 'run', signsWithTenantSecret: true });
    await insertSigningSecret(
      pool,
      tenantId,
      keyRing.encrypt('theirs', signingSecretContext({ tenantId, environment: 'sandbox' })),
    );
    expect(opened((await loadOne(webhookId))?.secrets)).toEqual(['theirs']);
  });

  it('gives the secrets that the webhook names, of its tenant and environment alone', async () => {
    const tenantId = await insertTenant(pool, 'named');
    await insertTenant(pool, 'named-other');
    const webhookId = await insertWebhook(pool, { tenantId, secretPlaceholders: ['KEY', 'MISSING'] });
    const put = (of: string, environment: 'sandbox' | 'production', name: string) => {
      const secret = { tenantId: of, environment, name };
      const value = `${name} of ${of} in ${environment}`;
      return insertNamedSecret(pool, secret, keyRing.encrypt(value, namedSecretContext(secret)));
    };
    await put(tenantId, 'sandbox', 'KEY');
    await put(tenantId, 'sandbox', 'UNNAMED');
    await put(tenantId, 'production', 'KEY');
    await put('named-other', 'sandbox', 'KEY');
    await put('named-other', 'sandbox', 'MISSING');
    const target = await loadOne(webhookId);
    expect(target).toMatchObject({ hasPlaceholders: true, namedSecrets: [{ name: 'KEY' }] });
    expect(opened(target?.namedSecrets)).toEqual(['KEY of named in sandbox']);
    const plain = await loadOne(await insertWebhook(pool, { tenantId, contextPlaceholders: ['a.b'] }));
    expect(plain).toMatchObject({ hasPlaceholders: true, namedSecrets: [] });
  });

  it('says that a webhook is gone when it or its tenant was deleted', async () => {
    const tenantId = await insertTenant(pool, 'gone');
    const deletedAt = inSeconds(-1);
    const deleted = await insertWebhook(pool, { tenantId, deletedAt });
    const orphan = await insertWebhook(pool, { tenantId });
    expect(await loadOne(deleted)).toMatchObject({ deletedAt });
    await pool.query('UPDATE subscriptions.tenants SET deleted_at = now() WHERE id = $1', [tenantId]);
    expect((await loadOne(orphan))?.deletedAt).toBeInstanceOf(Date);
  });

  it('reads the webhooks and secrets it is asked for, also when it was planned while the tables were tiny', async () => {
    const keyed = createPool({ url: database.url, applicationName: 'spec', poolSize: 1, findsByKey: true });
    const tenantId = await insertTenant(pool, 'grown');
    const webhookId = await insertWebhook(pool, { tenantId });
    await pool.query('ANALYZE subscriptions.webhooks, subscriptions.webhook_secrets, subscriptions.tenants');
    const wanted = { webhookIds: [webhookId], invocationIds: [newId()] };
    await loadDeliveryTargets(keyed, wanted);
    await keyed.query(
      `INSERT INTO subscriptions.webhooks (id, tenant_id, environment, level, scope_key, url, events)
       SELECT gen_random_uuid(), $1, 'sandbox', 'customer', '', 'https://receiver.example/hook', '{*}'
         FROM generate_series(1, 1000)`,
      [tenantId],
    );
    await keyed.query(
      `INSERT INTO subscriptions.webhook_secrets (id, webhook_id, key_id, ciphertext)
       SELECT gen_random_uuid(), id, 'spec', '' FROM subscriptions.webhooks WHERE tenant_id = $1`,
      [tenantId],
    );
    const before = await countRead(keyed);
    const { webhooks } = await loadDeliveryTargets(keyed, wanted);
    const read = (await countRead(keyed)) - before;
    await keyed.end();
    expect([...webhooks.keys()]).toEqual([webhookId]);
    expect(read).toBeLessThan(20);
  });

  it('names the invocations that were cancelled, also where no webhook is found', async () => {
    const [cancelled, pending] = [newId(), newId()];
    await pool.query('INSERT INTO history.cancellations (invocation_id) VALUES ($1)', [cancelled]);
    const targets = await loadDeliveryTargets(pool, {
      webhookIds: [newId()],
      invocationIds: [cancelled, pending],
    });
    expect(targets).toEqual({ webhooks: new Map(), cancelled: new Set([cancelled]) });
  });
});

/** Rows that the connection has read so far from tables of subscriptions. */
async function countRead(keyed: Pool): Promise<number> {
  await keyed.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await keyed.query<{ read: number }>(
    `SELECT (sum(seq_tup_read) + sum(idx_tup_fetch))::int AS read FROM pg_stat_user_tables
      WHERE schemaname = 'subscriptions'`,
  );
  return rows[0]?.read ?? NaN;
}
