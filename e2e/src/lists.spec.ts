import { randomUUID } from 'node:crypto';
import { apiClient, eventually, type ApiAnswer, type ApiClient, type Tenant } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { workflowEvent } from './support/events.ts';
import { useSystem } from './support/use-system.ts';

interface Listed {
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
}

const structured = { 'content-type': 'application/cloudevents+json' };

const system = useSystem();
const receiver = useReceiver();
const acme = useResource(populatedTenant);
const other = useResource(populatedTenant);

/** A tenant with an item in each list. */
async function populatedTenant(): Promise<Tenant> {
  const tenant = await system.createTenant();
  const { id } = await tenant.createWebhook({ url: receiver.url });
  await tenant.api.post('/v1/inspectors', {});
  await tenant.api.put('/v1/secrets/some', { value: 'x' });
  await tenant.api.put('/v1/event-types/claim.paid', { schema: {} });
  await tenant.api.post('/v1/events', workflowEvent(tenant.id), structured);
  await system.upstream.publish([{ ...workflowEvent(tenant.id), type: 'no.such.type' }]);
  await eventually(async () => {
    for (const path of ['/v1/events', '/v1/rejected-events', `/v1/invocations?webhook=${id}`]) {
      expect((await tenant.api.get<Listed>(path)).body.data).toHaveLength(1);
    }
  });
  await eventually(async () => {
    const replay = { since: new Date(0).toISOString(), status: 'all' };
    expect((await tenant.api.post(`/v1/webhooks/${id}/replay`, replay)).status).toBe(202);
  });
  return tenant;
}

/** The paths of every list of the API that has cursors, filled in for a tenant. */
async function listsOf(tenant: Tenant): Promise<string[]> {
  const { body } = await tenant.api.get<OpenApi>('/openapi.json');
  const [invocation] = (await tenant.api.get<Listed>('/v1/invocations')).body.data;
  const [webhook] = (await tenant.api.get<Listed>('/v1/webhooks')).body.data;
  const [inspector] = (await tenant.api.get<Listed>('/v1/inspectors')).body.data;
  const ids: Readonly<Record<string, unknown>> = {
    tenantId: tenant.id,
    id: invocation?.['id'],
    webhookId: webhook?.['id'],
  };
  return Object.entries(body.paths)
    .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'after'))
    .map(([path]) => {
      const known = path.startsWith('/v1/inspectors') ? { ...ids, id: inspector?.['id'] } : ids;
      return path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => String(known[name]));
    });
}

/** Lists whose items are deleted when they end: any id is good as a cursor, so that reading them goes on. */
const losesItsItems =
  /^\/v1\/(?:sessions|tenants\/[^/]+\/portal-links|inspectors|inspectors\/[^/]+\/requests)$/;

/** Who may read a list of a tenant: its own key, or the operator for the lists of tenants, keys, links and sessions. */
function readerOf(path: string, tenant: Tenant): ApiClient {
  return /^\/v1\/(?:tenants|sessions)/.test(path) ? system.operator : tenant.api;
}

async function read(
  path: string,
  tenant: Tenant,
  query = '',
): Promise<ApiAnswer<Listed & { code?: string }>> {
  return readerOf(path, tenant).get(`${path}${query}`);
}

/** An id of the form that the items of a list have, and that none of them has. */
function unknownIdLike(item: Readonly<Record<string, unknown>>): string {
  return 'id' in item || 'uid' in item ? randomUUID() : 'no-such-name';
}

function idOf(item: Readonly<Record<string, unknown>>): string {
  return String(item['id'] ?? item['uid'] ?? item['type'] ?? item['name']);
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('every list', () => {
  it('is one of those that are known here', async () => {
    expect((await listsOf(acme)).map((path) => path.replaceAll(/[0-9a-f-]{36}|tenant-\w+/g, '*'))).toEqual(
      expect.arrayContaining([
        '/v1/tenants',
        '/v1/tenants/*/api-keys',
        '/v1/tenants/*/portal-links',
        '/v1/sessions',
        '/v1/webhooks',
        '/v1/webhooks/*/data-fetches',
        '/v1/webhooks/*/changes',
        '/v1/audit',
        '/v1/failures',
        '/v1/inspectors',
        '/v1/inspectors/*/requests',
        '/v1/secrets',
        '/v1/event-types',
        '/v1/events',
        '/v1/rejected-events',
        '/v1/invocations',
        '/v1/invocations/*/attempts',
        '/v1/replays',
        '/api/v3/notifications/webhook/history',
      ]),
    );
  });

  it('answers 404 and cursor-unknown for a cursor that it has not, 400 for two of them', async () => {
    for (const path of await listsOf(acme)) {
      const { status, body } = await read(path, acme);
      expect([path, status]).toEqual([path, 200]);
      const [item] = body.data;
      const unknown = encodeURIComponent(item === undefined ? randomUUID() : unknownIdLike(item));
      for (const cursor of ['after', 'before'].slice(0, path.startsWith('/api/v3') ? 1 : 2)) {
        const answer = await read(path, acme, `?${cursor}=${unknown}`);
        expect([path, cursor, answer.status, answer.body.code]).toEqual([
          path,
          cursor,
          ...(losesItsItems.test(path) ? [200, undefined] : [404, 'cursor-unknown']),
        ]);
      }
      const id = encodeURIComponent(item === undefined ? randomUUID() : idOf(item));
      const both = await read(path, acme, `?after=${id}&before=${id}`);
      expect([path, both.status, both.body.code]).toEqual([path, 400, 'invalid-parameter']);
    }
  });

  it('is read to its end by the client, whatever its cursors name', async () => {
    const tenant = await system.createTenant();
    for (const name of ['a', 'b', 'c']) await tenant.api.put(`/v1/secrets/${name}`, { value: 'x' });
    const batch = Array.from({ length: 3 }, () => workflowEvent(tenant.id));
    const batched = { 'content-type': 'application/cloudevents-batch+json' };
    expect((await tenant.api.post('/v1/events', batch, batched)).status).toBe(202);
    const oneByOne = { params: { query: { limit: 1 } } };
    await eventually(async () => {
      const events = await allOf(tenant.api.client.items('/v1/events', oneByOne));
      expect(new Set(events.map(({ uid }) => uid)).size).toBe(3);
    });
    const secrets = await allOf(tenant.api.client.items('/v1/secrets', oneByOne));
    expect(secrets.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const types = await allOf(tenant.api.client.items('/v1/event-types'));
    const { data } = await tenant.api.client.GET('/v1/event-types', { params: { query: { limit: 100 } } });
    expect(types).toEqual(data.data);
  });

  it("does not know the cursors of another tenant's list", async () => {
    for (const path of [
      '/v1/webhooks',
      '/v1/events',
      '/v1/rejected-events',
      '/v1/invocations',
      '/v1/replays',
    ]) {
      const [item = {}] = (await other.api.get<Listed>(path)).body.data;
      expect(await acme.api.get(`${path}?after=${idOf(item)}`)).toMatchObject({
        status: 404,
        body: { code: 'cursor-unknown' },
      });
    }
  });

  it("shows the operator who names a tenant nothing of another's", async () => {
    const theirs = new Set<string>();
    for (const path of await listsOf(other)) {
      for (const item of (await read(path, other)).body.data) theirs.add(idOf(item));
    }
    for (const environment of [undefined, 'sandbox']) {
      const forAcme = apiClient(system.url, system.adminKey, {
        'casewire-tenant': acme.id,
        ...(environment !== undefined && { 'casewire-environment': environment }),
      });
      const common = new Set((await acme.api.get<Listed>('/v1/event-types?limit=100')).body.data.map(idOf));
      for (const path of [...(await listsOf(acme)), ...(await listsOf(other))]) {
        const { status, body } = await forAcme.get<Listed>(path);
        if (status !== 200) {
          expect([403, 404]).toContain(status);
          continue;
        }
        const leaked = body.data
          .map(idOf)
          .filter((id) => theirs.has(id) && !common.has(id) && id !== acme.id);
        expect([path, leaked.filter((id) => id !== 'some')]).toEqual([path, []]);
      }
      const rejected = await forAcme.get<Listed>('/v1/rejected-events');
      expect(rejected.body.data).toHaveLength(1);
      expect((await forAcme.get<Listed>('/v1/tenants')).body.data.map(idOf)).toEqual([acme.id]);
    }
  });
});
