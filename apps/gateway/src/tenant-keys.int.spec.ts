import { createPool, type Pool } from '@casewire/database';
import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import type { RunningService } from '@casewire/service';
import { hashApiKey } from '@casewire/subscription-store';
import { createTestDatabase, type TestDatabase } from '@casewire/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { internalKey, startGateway, startStandIn, type StandIn } from './gateway.fixture.ts';

let database: TestDatabase;
let pool: Pool;
let ingestion: StandIn;
let gateway: RunningService;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, applicationName: 'gateway-spec' });
  ingestion = await startStandIn('/v1/events');
  gateway = await startGateway({
    DATABASE_URL: database.url,
    CASEWIRE_INGESTION_URL: ingestion.url,
    CASEWIRE_AUTH_FAILURES_PER_MINUTE: '2',
  });
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([ingestion.stop(), pool.end()]);
  await database.drop();
});

function call(key: string): Promise<Response> {
  return fetch(`${gateway.url}/v1/events`, { headers: { authorization: `Bearer ${key}` } });
}

describe("a tenant's key", () => {
  it('becomes an identity with the tenant, environment and scopes of the key', async () => {
    await pool.query(`INSERT INTO subscriptions.tenants (id, name) VALUES ('acme', 'Acme')`);
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, scopes, key_hash)
       VALUES (gen_random_uuid(), 'acme', 'sandbox', '{read,write}', $1) RETURNING id`,
      [hashApiKey('a-key')],
    );
    expect((await call('a-key')).status).toBe(200);
    const token = String(ingestion.received[0]?.headers[IDENTITY_HEADER]);
    expect(await createIdentitySigner(internalKey).verify(token)).toEqual({
      tenantId: 'acme',
      environment: 'sandbox',
      scopes: ['read', 'write'],
      operator: false,
      actor: rows[0]?.id,
    });
  });

  it('ends to work when it is revoked, and too many wrong ones are 429', async () => {
    await pool.query('UPDATE subscriptions.api_keys SET revoked_at = now()');
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
