import { INSPECTION_HEADER, sealInspection } from '@casewire/events';
import { eventually } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  callerOf,
  deliver,
  insertSignedWebhook,
  INTERNAL_KEY,
  PUBLIC_URL,
  startInspector,
} from './inspector.fixture.ts';
import type { InspectorView } from './inspectors/inspector-schema.ts';
import type { RequestView } from './inspectors/request-schema.ts';

const database = useDatabase();
const service = useResource(() => startInspector(database.url), { close: (running) => running.stop() });

const acme = callerOf(service, 'acme');
let webhookId: string;

beforeAll(async () => {
  webhookId = await insertSignedWebhook(database, 'acme');
});

async function create(respond?: object): Promise<InspectorView> {
  await database.pool.query('DELETE FROM inspector.inspectors');
  const answer = await acme.post<InspectorView>('/v1/inspectors', respond === undefined ? {} : { respond });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function requestsOf({ id }: Pick<InspectorView, 'id'>, query = ''): Promise<readonly RequestView[]> {
  const { body } = await acme.get<{ data: RequestView[] }>(`/v1/inspectors/${id}/requests${query}`);
  return body.data;
}

const to = ({ id }: InspectorView) => ({ inspectorId: id, tenantId: 'acme', webhookId });

describe('an inspector', () => {
  it('is created with an address below the public one, and lives for 24 hours', async () => {
    const inspector = await create();
    expect(inspector.url).toBe(`${PUBLIC_URL}/inspect/${inspector.id}`);
    const lifeMs = Date.parse(inspector.expiresAt) - Date.parse(inspector.createdAt);
    expect(Math.abs(lifeMs - 86_400_000)).toBeLessThan(60_000);
    expect((await acme.get(`/v1/inspectors/${inspector.id}`)).body).toEqual(inspector);
    expect((await acme.get('/v1/inspectors')).body).toEqual({ data: [inspector], hasNext: false });
    expect((await acme.delete(`/v1/inspectors/${inspector.id}`)).status).toBe(204);
    expect((await acme.get(`/v1/inspectors/${inspector.id}`)).status).toBe(404);
  });

  it('is one of five, also where many are asked for at once', async () => {
    await create();
    const answers = await Promise.all(Array.from({ length: 10 }, () => acme.post('/v1/inspectors', {})));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'limit-reached' });
  });

  it('is gone when it has expired, and leaves its place', async () => {
    const { id } = await create();
    await database.pool.query('UPDATE inspector.inspectors SET expires_at = now()');
    expect((await acme.get(`/v1/inspectors/${id}`)).status).toBe(404);
    expect((await acme.patch(`/v1/inspectors/${id}`, { respond: {} })).status).toBe(404);
    expect((await acme.delete(`/v1/inspectors/${id}`)).status).toBe(404);
    expect((await acme.get('/v1/inspectors')).body).toEqual({ data: [], hasNext: false });
    for (let count = 0; count < 5; count++) expect((await acme.post('/v1/inspectors', {})).status).toBe(201);
  });

  it("is its tenant's, and of the sandbox only", async () => {
    await insertSignedWebhook(database, 'globex');
    const { id } = await create();
    const globex = callerOf(service, 'globex');
    expect((await globex.get(`/v1/inspectors/${id}`)).status).toBe(404);
    expect((await globex.get(`/v1/inspectors/${id}/requests`)).status).toBe(404);
    expect((await globex.delete(`/v1/inspectors/${id}`)).status).toBe(404);
    const production = callerOf(service, 'acme', 'production');
    expect((await production.post('/v1/inspectors', {})).status).toBe(403);
    expect((await production.get(`/v1/inspectors/${id}`)).status).toBe(403);
  });

  it.each([
    [{ status: 101 }, 'respond.status'],
    [{ status: 600 }, 'respond.status'],
    [{ delayMs: 30_001 }, 'respond.delayMs'],
    [{ retryAfter: -1 }, 'respond.retryAfter'],
    [{ location: 'a\r\nSet-Cookie: a=b' }, 'respond.location'],
    [{ body: 'a'.repeat(4_096) }, 'respond.body'],
    [{ headers: { 'Set-Cookie': 'a=b' } }, 'respond.headers'],
  ])('refuses to answer with %j', async (respond, path) => {
    const { id } = await create();
    for (const answer of [
      await acme.post('/v1/inspectors', { respond }),
      await acme.patch(`/v1/inspectors/${id}`, { respond }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    }
  });
});

describe('a delivery to an inspector', () => {
  it('is kept as it arrived, with each check of its signature', async () => {
    const inspector = await create();
    const answer = await deliver(service, {
      inspection: { ...to(inspector), attempt: 2 },
      body: '{"a": 1}',
      headers: { 'X-Own': 'own' },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    const [kept, ...more] = await requestsOf(inspector);
    expect(more).toEqual([]);
    expect(kept).toMatchObject({
      ...{ webhookId, attempt: 2, method: 'POST', path: `/inspect/${inspector.id}`, answered: 200 },
      body: { encoding: 'text', content: '{"a": 1}' },
      bodyBytes: 8,
      signature: {
        ...{ scheme: 'standard-webhooks', genuine: true, reason: null },
        checks: [
          { name: 'headers', passed: true },
          { name: 'time', passed: true },
          { name: 'signature', passed: true },
        ],
      },
    });
    const names = kept?.headers.map(({ name }) => name.toLowerCase()) ?? [];
    expect(names).toEqual(expect.arrayContaining(['x-own', 'webhook-id', 'webhook-signature']));
    expect(names).not.toContain(INSPECTION_HEADER);
    expect(names).not.toContain('host');
  });

  it.each([
    ['headers', 'missing-header', { headers: { 'webhook-signature': '' } }],
    ['time', 'timestamp-too-old', { signedAt: Date.now() - 600_000 }],
    ['signature', 'signature-mismatch', { headers: { 'webhook-id': 'another' } }],
  ] as const)('shows that the check of its %s failed', async (check, reason, difference) => {
    const inspector = await create();
    await deliver(service, { inspection: to(inspector), ...difference });
    const [kept] = await requestsOf(inspector);
    expect(kept?.signature).toMatchObject({
      genuine: false,
      reason: reason === 'missing-header' ? expect.stringMatching(/missing|malformed/) : reason,
    });
    const failed = kept?.signature.checks.filter(({ passed }) => passed === false);
    expect(failed).toEqual([{ name: check, passed: false }]);
  });

  it('of a GET is checked by its query', async () => {
    const inspector = await create();
    await deliver(service, { inspection: to(inspector), method: 'GET', query: 'a=1&b=2' });
    const [kept] = await requestsOf(inspector);
    expect(kept).toMatchObject({ path: `/inspect/${inspector.id}?a=1&b=2`, signature: { genuine: true } });
  });

  it('is kept without its secrets', async () => {
    const inspector = await create();
    await deliver(service, {
      inspection: { ...to(inspector), shownHeaders: { Authorization: '[redacted]' } },
      headers: { authorization: 'Bearer correct-horse' },
    });
    const { rows } = await database.pool.query('SELECT requests::text AS all FROM inspector.requests');
    expect(JSON.stringify(rows)).toContain('[redacted]');
    expect(JSON.stringify(rows)).not.toContain('correct-horse');
  });

  it('shows bytes that are no text in hex', async () => {
    const inspector = await create();
    await deliver(service, { inspection: to(inspector), body: Buffer.from([0xff, 0x00]) });
    const [kept] = await requestsOf(inspector);
    expect(kept).toMatchObject({ body: { encoding: 'hex', content: 'ff00' }, signature: { genuine: true } });
  });

  it('of more than 256 KiB is answered 413, and kept as far as that', async () => {
    const inspector = await create();
    const largest = 256 * 1_024;
    const answers = [];
    for (const size of [largest, largest + 1]) {
      answers.push((await deliver(service, { inspection: to(inspector), body: 'a'.repeat(size) })).status);
    }
    expect(answers).toEqual([200, 413]);
    const [cut, whole] = await requestsOf(inspector);
    expect(whole).toMatchObject({ bodyBytes: largest, signature: { genuine: true } });
    expect(cut).toMatchObject({
      bodyBytes: largest + 1,
      signature: { reason: 'body-too-large' },
      answered: 413,
    });
    expect(cut?.body.content).toHaveLength(largest);
  });

  it('takes the place of the oldest one beyond a hundred', async () => {
    const inspector = await create();
    for (let batch = 0; batch < 21; batch++) {
      await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          deliver(service, { inspection: to(inspector), body: String(batch * 5 + index) }),
        ),
      );
    }
    const kept = await requestsOf(inspector, '?limit=100');
    expect(kept).toHaveLength(100);
    const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM inspector.requests');
    expect(rows).toEqual([{ count: 100 }]);
    expect(kept.map(({ body }) => Number(body.content)).every((number) => number >= 5)).toBe(true);
  });

  it('is answered as its owner has chosen, from the next one on', async () => {
    const inspector = await create();
    expect((await deliver(service, { inspection: to(inspector) })).status).toBe(200);
    const respond = { status: 429, retryAfter: 7, body: { error: 'slow down' } };
    const changed = await acme.patch(`/v1/inspectors/${inspector.id}`, { respond });
    expect(changed).toMatchObject({ status: 200, body: { respond: { ...respond, delayMs: 0 } } });
    const answer = await deliver(service, { inspection: to(inspector) });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual(respond.body);
  });

  it('is answered by each change in turn, and the audit has no change that is none', async () => {
    const inspector = await create();
    const path = `/v1/inspectors/${inspector.id}`;
    const statuses = [500, 501, 502, 503, 504];
    await Promise.all(statuses.map((status) => acme.patch(path, { respond: { status } })));
    const { body } = await acme.get<InspectorView>(path);
    expect(await acme.patch(path, { respond: { status: body.respond.status } })).toMatchObject({
      status: 200,
    });
    expect(await acme.patch(path, body)).toMatchObject({ status: 200 });
    const { rows } = await database.pool.query<{ before: number; after: number }>(
      `SELECT (changed #>> '{0,before,status}')::int AS before, (changed #>> '{0,after,status}')::int AS after
         FROM audit.entries WHERE resource = $1 AND action = 'inspector.changed'`,
      [`inspectors/${inspector.id}`],
    );
    expect(rows.map(({ after }) => after).toSorted()).toEqual(statuses);
    // Each begins where another one ended, and the first one at the default.
    const ends = [200, ...statuses].filter((status) => status !== body.respond.status);
    expect(rows.map(({ before }) => before).toSorted()).toEqual(ends);
  });

  it('waits for its answer, and ten at once are enough', async () => {
    const inspector = await create({ delayMs: 2_000, status: 201 });
    const began = Date.now();
    const answers = Promise.all(
      Array.from({ length: 10 }, () => deliver(service, { inspection: to(inspector) })),
    );
    await eventually(async () => {
      expect(await requestsOf(inspector)).toHaveLength(10);
    });
    expect((await deliver(service, { inspection: to(inspector) })).status).toBe(503);
    expect((await answers).map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(Date.now() - began).toBeGreaterThanOrEqual(2_000);
    expect(await requestsOf(inspector)).toHaveLength(10);
  });

  it('does not keep the service from stopping', async () => {
    const other = await startInspector(database.url);
    const inspector = await create({ delayMs: 30_000 });
    const answer = deliver(other, { inspection: to(inspector) }).catch(() => 'closed');
    await eventually(async () => {
      expect(await requestsOf(inspector)).toHaveLength(1);
    });
    await other.stop();
    expect(await answer).toBe('closed');
  });
});

describe('the answers of an inspector', () => {
  it.each([
    ['<script>alert(1)</script>', 'text/plain; charset=utf-8'],
    [{ a: '<script>' }, 'application/json'],
    [['<script>'], 'application/json'],
  ])('with the body %j are nothing that a browser runs', async (body, type) => {
    const inspector = await create({ body });
    const { headers } = await deliver(service, { inspection: to(inspector) });
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('set-cookie')).toBeNull();
  });
});

describe('anybody but delivery', () => {
  const stranger = async (path: string, headers: Record<string, string> = {}, method = 'POST') => {
    const answer = await fetch(service.url + path, { method, headers });
    return [answer.status, await answer.text()];
  };
  const sealed = (inspectorId: string, tenantId: string, at = Date.now(), key = INTERNAL_KEY) => ({
    [INSPECTION_HEADER]: sealInspection(
      {
        ...{ inspectorId, tenantId, webhookId, family: 'ballerine' },
        ...{ invocationId: webhookId, attempt: 1, shownHeaders: {} },
      },
      at,
      key,
    ),
  });

  it('gets an empty 404, whatever they send, and leaves nothing', async () => {
    const inspector = await create({ body: 'secret' });
    const { id } = inspector;
    const path = `/inspect/${id}`;
    const nothing = [404, ''];
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await stranger(path, {}, method)).toEqual(nothing);
    }
    expect(await stranger(path, { [INSPECTION_HEADER]: 'a.b' })).toEqual(nothing);
    expect(await stranger(path, sealed(id, 'acme', Date.now(), 'o'.repeat(32)))).toEqual(nothing);
    expect(await stranger(path, sealed(id, 'acme', Date.now() - 31_000))).toEqual(nothing);
    expect(await stranger(path, sealed(id, 'globex'))).toEqual(nothing);
    expect(await stranger(`${path}/x`, sealed(id, 'acme'))).toEqual(nothing);
    expect(await stranger(`/inspect/${webhookId}`, sealed(webhookId, 'acme'))).toEqual(nothing);
    expect(await requestsOf(inspector)).toEqual([]);
    expect(await stranger(path, sealed(id, 'acme'))).toEqual([200, 'secret']);
  });
});
