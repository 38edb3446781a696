import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';

/** Stands in for the delivery service, which has specs of its own. */
const delivery = useReceiver();
const publicUrl = 'https://casewire.example';
const { database, service } = useSubscriptions(() => ({
  CASEWIRE_DELIVERY_URL: delivery.url,
  CASEWIRE_PUBLIC_URL: publicUrl,
}));
const acme = useResource(() => createTenant(service, 'acme'));

/** Requests that delivery got before the test. */
let before: number;

beforeEach(() => {
  before = delivery.requests.length;
  delivery.respond(() => ({ body: JSON.stringify({ result: 'tls-error' }) }));
});

const asked = () => delivery.requests.slice(before);
const check = (url: unknown, by: Caller = acme) => by.post('/v1/webhooks/check-url', { url });

describe('POST /v1/webhooks/check-url', () => {
  it('answers what delivery has found, which learns nothing but the origin', async () => {
    const { status, body } = await check('https://Receiver.example:8443/hooks/{case.id}?key={secret.KEY}');
    expect([status, body]).toEqual([200, { result: 'tls-error' }]);
    expect(asked().map(({ url, body: sent }) => [url, sent.toString()])).toEqual([
      ['/internal/origin-checks', '{"origin":"https://receiver.example:8443"}'],
    ]);
  });

  it.each([
    ['http://127.0.0.1/', 'private'],
    ['https://user:pass@receiver.example/', 'credentials'],
    ['https://{host}.example/', 'placeholder'],
    ['ftp://receiver.example/', 'http'],
    ['https://receiver.example/\u0007', 'control characters'],
    [`https://receiver.example/${'a'.repeat(2_048)}`, ''],
    [`${publicUrl}/v1/webhooks`, 'Casewire itself'],
    [`${publicUrl}/inspect/0197a000-0000-7000-8000-000000000001`, 'no inspector'],
    ['', ''],
    [7, ''],
    [null, ''],
  ])('refuses %j, which could not be registered', async (url, about) => {
    expect(await check(url)).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [{ path: 'url', message: expect.stringContaining(about) }] },
    });
    expect(asked()).toEqual([]);
  });

  it("asks nobody about the address of a tenant's own inspector", async () => {
    const id = '0197a000-0000-7000-8000-000000000002';
    await database.pool.query(
      `INSERT INTO inspector.inspectors (id, tenant_id, respond, expires_at)
       VALUES ($1, 'acme', '{}', now() + interval '1 hour')`,
      [id],
    );
    expect((await check(`${publicUrl}/inspect/${id}`)).body).toEqual({ result: 'reachable' });
    const other = await createTenant(service, 'other');
    expect((await check(`${publicUrl}/inspect/${id}`, other)).status).toBe(422);
    expect(asked()).toEqual([]);
  });

  it('heeds the hosts that the tenant may have', async () => {
    const narrow = await createTenant(service, 'narrow', { allowedHosts: ['receiver.example'] });
    expect((await check('https://receiver.example/', narrow)).status).toBe(200);
    expect((await check('https://evil.example/', narrow)).status).toBe(422);
  });

  it('is answered ten times a minute, and needs the scope write', async () => {
    const busy = await createTenant(service, 'busy');
    for (let count = 0; count < 10; count++) {
      expect((await check('https://receiver.example/', busy)).status).toBe(200);
    }
    const refused = await check('https://receiver.example/', busy);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const reader = Caller.tenant(service, 'acme', { only: ['read'] });
    expect(await check('https://receiver.example/', reader)).toMatchObject({ status: 403 });
  });
});
