import { apiClient, eventually } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import {
  changingRequests,
  exceptions,
  revealingRequests,
  type Place,
  type Step,
} from './support/changing-requests.ts';
import { workflowEvent } from './support/events.ts';
import { readHistory } from './support/ledger.ts';
import { openLink } from './support/sessions.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const receiver = useReceiver();
const place = useResource(preparedTenant);

/** Deliveries of each of the three webhooks. */
const EVENTS = 3;

/** Refuses everything, and never answers what a replay sends. */
function respond({ url }: { readonly url: string }, index: number) {
  return url === '/failed' && index >= 3 * EVENTS ? { hang: true } : { status: 422 };
}

async function preparedTenant(): Promise<Place> {
  const tenant = await system.createTenant();
  receiver.respond(respond);
  const { session } = await openLink(system, tenant.id, { environments: ['sandbox'] });
  const hourly = { retry: { delaysSeconds: [3_600] } };
  const retrying = await tenant.createWebhook({ url: `${receiver.url}/retrying`, ...hourly });
  const once = { retry: 'none', timeoutMs: 60_000 };
  const failed = await tenant.createWebhook({ url: `${receiver.url}/failed`, ...once });
  const grouped = await tenant.createWebhook({ url: `${receiver.url}/grouped`, ...once });
  await system.upstream.publish([
    ...Array.from({ length: EVENTS }, () => workflowEvent(tenant.id)),
    workflowEvent(tenant.id, { type: 'claim.lost', data: {} }),
  ]);
  return eventually(
    async () => {
      const invocations = await readHistory(tenant.api, { status: 'retrying' });
      expect(invocations).toHaveLength(EVENTS);
      expect(await readHistory(tenant.api, { status: 'failed' })).toHaveLength(2 * EVENTS);
      const query = { webhook: grouped.id };
      const groups = (await tenant.api.client.GET('/v1/failures', { params: { query } })).data;
      const { data } = (await tenant.api.client.GET('/v1/rejected-events')).data;
      return {
        ...{ tenant, production: await tenant.inProduction(), retrying: retrying.id, failed: failed.id },
        invocations: invocations.map(({ id }) => id),
        failureGroup: String(groups.data[0]?.id),
        rejectedEvent: String(data[0]?.id),
        otherSession: idOf(session),
        receiverUrl: receiver.url,
        adminKey: system.adminKey,
      };
    },
    { deadlineMs: 60_000 },
  );
}

const idOf = (thing: object) => (thing as { id: string }).id;

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** Sends requests, each with an id of its own, by which its entries are found. */
function walker() {
  const made = new Map<string, string>();
  const requestIds = new Map<string, string>();
  let cookie = '';
  const keys = {
    tenant: () => ({ authorization: `Bearer ${place.tenant.key}` }),
    production: () => ({ authorization: `Bearer ${place.production.key}` }),
    operator: () => ({ authorization: `Bearer ${system.adminKey}` }),
    page: () => ({ origin: system.url, 'casewire-session': '1', cookie }),
  };
  const take = async (operation: string, { path, by = 'tenant', body }: Step): Promise<void> => {
    const [method = ''] = operation.split(' ');
    const requestId = `walk-${requestIds.size}`;
    requestIds.set(operation, requestId);
    const url = system.url + path((each) => made.get(each) ?? '');
    const response = await fetch(url, {
      method,
      headers: {
        ...keys[by](),
        'x-request-id': requestId,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect([operation, response.status, response.ok ? '' : text]).toEqual([operation, response.status, '']);
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const id = text === '' ? undefined : (JSON.parse(text) as { id?: string | null }).id;
    if (typeof id === 'string') made.set(operation, id);
  };
  return { take, requestIds };
}

describe('the audit', () => {
  it('knows every operation that changes something', async () => {
    const { body } = await apiClient(system.url).get<OpenApi>('/openapi.json');
    const changing = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => ['post', 'put', 'patch', 'delete'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = { ...changingRequests(place), ...exceptions };
    expect(Object.keys(known).toSorted()).toEqual(changing.toSorted());
  });

  it('has one entry of each of them, and of each that shows a secret', async () => {
    const { take, requestIds } = walker();
    const steps = { ...revealingRequests(place), ...changingRequests(place) };
    for (const [operation, step] of Object.entries(steps)) await take(operation, step);
    const entries = system.operator.client.items('/v1/audit', { params: { query: { limit: 100 } } });
    const actions: (readonly [requestId: string | null, action: string])[] = [];
    for await (const { requestId, action } of entries) actions.push([requestId, action]);
    for (const [operation, { action }] of Object.entries(steps)) {
      const requestId = requestIds.get(operation);
      const found = actions.filter(([id]) => id === requestId).map(([, each]) => each);
      expect([operation, found]).toEqual([operation, [action]]);
    }
  }, 120_000);

  it('keeps who asked and why, as the client says, and what its page was', async () => {
    const { tenant } = place;
    const asked = { 'casewire-claimed-name': 'Anna', 'casewire-reason': 'ticket%2017' };
    const { headers, session } = await openLink(system, tenant.id, { environments: ['sandbox'] });
    const page = apiClient(system.url, undefined, { ...headers, ...asked });
    expect((await page.put('/v1/secrets/ASKED', { value: 'x' })).status).toBe(204);
    const { data } = await tenant.api.client.GET('/v1/audit', {
      params: { query: { resource: 'secrets/ASKED' } },
    });
    expect(data.data).toEqual([
      expect.objectContaining({
        ...{ action: 'secret.set', claimedName: 'Anna', reason: 'ticket 17' },
        actor: expect.stringMatching(/^link [0-9a-f-]{36}$/),
        session: idOf(session),
      }),
    ]);
  });

  it('tells which change made the version that an attempt was sent by', async () => {
    const { tenant, failed } = place;
    const [invocation] = await readHistory(tenant.api, { webhook: failed });
    const { data } = await tenant.api.client.GET('/v1/invocations/{id}/attempts', {
      params: { path: { id: invocation?.id ?? '' } },
    });
    const { data: changes } = await tenant.api.client.GET('/v1/webhooks/{webhookId}/changes', {
      params: { path: { webhookId: failed } },
    });
    const version = { member: 'version', after: data.data[0]?.webhookVersion };
    expect(version.after).toBe(1);
    expect(changes.data.at(-1)).toMatchObject({ action: 'webhook.created' });
    expect(changes.data.at(-1)?.changed).toContainEqual(version);
  });
});
