import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { hashApiKey } from '@casewire/subscription-store';
import { eventually, insertTenant } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { internalKey, startGateway, startStandIn } from './gateway.fixture.ts';

const database = useDatabase();
const ingestion = useResource(() => startStandIn('/v1/events'), { close: (service) => service.stop() });
const gateway = useResource(
  () =>
    startGateway({
      DATABASE_URL: database.url,
      CASEWIRE_INGESTION_URL: ingestion.url,
      CASEWIRE_AUTH_FAILURES_PER_MINUTE: '2',
    }),
  { close: (service) => service.stop() },
);

function call(key: string): Promise<Response> {
  return fetch(`${gateway.url}/v1/events`, { headers: { authorization: `Bearer ${key}` } });
}

describe("a tenant's key", () => {
  it('becomes an identity with the tenant, environment and scopes of the key', async () => {
    await insertTenant(database.pool, 'acme');
    const { rows } = await database.pool.query<{ id: string }>(
      `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, scopes, key_hash)
       VALUES (gen_random_uuid(), 'acme', 'sandbox', '{read,write}', $1) RETURNING id`,
      [hashApiKey('a-key')],
    );
    expect((await call('a-key')).status).toBe(200);
    const token = String(ingestion.received[0]?.headers[IDENTITY_HEADER]);
    expect(createIdentitySigner(internalKey).verify(token)).toEqual({
      requestId: expect.any(String),
      tenantId: 'acme',
      environment: 'sandbox',
      scopes: ['read', 'write'],
      operator: false,
      actor: rows[0]?.id,
    });
  });

  it('is known to have been used in the hour of its last request', async () => {
    const lastUse = () =>
      database.pool.query<{ at: Date | null; hour: Date }>(
        `SELECT last_used_at AS at, date_trunc('hour', now(), 'UTC') AS hour FROM subscriptions.api_keys`,
      );
    expect((await call('a-key')).status).toBe(200);
    await eventually(async () => {
      const [use] = (await lastUse()).rows;
      expect(use?.at).toEqual(use?.hour);
    });
  });

  it('is refused once it is revoked, and too many wrong ones are answered 429', async () => {
    await database.pool.query('UPDATE subscriptions.api_keys SET revoked_at = now()');
    expect((await call('a-key')).status).toBe(401);
    expect((await call('another')).status).toBe(401);
    const blocked = await call('yet-another');
    expect([blocked.status, await blocked.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'too-many-requests' }),
    ]);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
