import { apiClient } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { nameOf, operationsOf, readApiDocument, scopeOf } from './support/api-document.ts';
import { apiOperations, callOf, type ApiOperation } from './support/api-operations.ts';
import { workflowEvent } from './support/events.ts';
import { untilDelivered } from './support/ledger.ts';
import { bearer, makeCall, operatorFor, type RequestHeaders } from './support/make-call.ts';
import { createOwner } from './support/owned-things.ts';
import { openLink, ownPage } from './support/sessions.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const receiver = useReceiver();
const answering = useReceiver();
const described = useResource(async () => operationsOf(await readApiDocument(system.url)));

const idOf = (thing: object) => (thing as { id: string }).id;

/** Makes requests about a new tenant, one after the other, each with an id of its own, by which its entries are found. */
async function createWalk() {
  const { tenant, things } = await createOwner(system, receiver);
  // From now on what is sent stays under way: so it can be cancelled, and a replay goes on.
  receiver.respond(() => ({ hang: true }));
  const scopes = new Map(described.map((operation) => [nameOf(operation), scopeOf(operation)]));
  let about = things;
  let cookie = '';
  const asker = (name: string, { kind }: ApiOperation): RequestHeaders => {
    if (kind === 'session') return { ...ownPage(system), cookie };
    const isOperators = kind === 'crossing' || scopes.get(name) === 'operator';
    return isOperators ? operatorFor(system, tenant.id) : bearer(tenant.key);
  };
  return async (name: string, operation: ApiOperation, requestId: string): Promise<void> => {
    const call = callOf(operation, about);
    // No code opens a session that may view tenants.
    const body = name === 'POST /v1/sessions' ? { key: system.adminKey } : call.body;
    const headers = { ...asker(name, operation), 'x-request-id': requestId };
    const answer = await makeCall(system.url, headers, name, { ...call, body });
    expect([name, answer.status, answer.status < 300 ? '' : answer.text]).toEqual([name, answer.status, '']);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    if (operation.makes === undefined) return;
    about = { ...about, [operation.makes]: idOf(JSON.parse(answer.text) as object) };
  };
}

describe('the audit', () => {
  it('knows every operation that changes something', () => {
    const changing = described.filter(({ method }) => method !== 'GET').map(nameOf);
    const known = Object.entries(apiOperations).filter(
      ([name, { audited, unaudited }]) =>
        !name.startsWith('GET ') && (audited === undefined) !== (unaudited === undefined),
    );
    expect(known.map(([name]) => name).toSorted()).toEqual(changing.toSorted());
  });

  it('has one entry of each of them, and of each that shows a secret', async () => {
    const walk = await createWalk();
    const audited = Object.entries(apiOperations).filter(([, each]) => each.audited !== undefined);
    const requestIds = new Map(audited.map(([name], index) => [name, `walk-${index}`]));
    for (const [name, operation] of audited) await walk(name, operation, requestIds.get(name) ?? '');
    const entries = system.operator.client.items('/v1/audit', { params: { query: { limit: 100 } } });
    const actions: (readonly [requestId: string | null, action: string])[] = [];
    for await (const { requestId, action } of entries) actions.push([requestId, action]);
    for (const [name, operation] of audited) {
      const found = actions.filter(([id]) => id === requestIds.get(name)).map(([, each]) => each);
      expect([name, found]).toEqual([name, [operation.audited]]);
    }
  });

  it('keeps who asked and why, as the client says, and what its page was', async () => {
    const tenant = await system.createTenant();
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
    const tenant = await system.createTenant();
    const { id: webhookId } = await tenant.createWebhook({ url: answering.url });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    const [invocation] = await untilDelivered(tenant.api, 1);
    const { data } = await tenant.api.client.GET('/v1/invocations/{id}/attempts', {
      params: { path: { id: invocation?.id ?? '' } },
    });
    const { data: changes } = await tenant.api.client.GET('/v1/webhooks/{webhookId}/changes', {
      params: { path: { webhookId } },
    });
    const version = { member: 'version', after: data.data[0]?.webhookVersion };
    expect(version.after).toBe(1);
    expect(changes.data.at(-1)).toMatchObject({ action: 'webhook.created' });
    expect(changes.data.at(-1)?.changed).toContainEqual(version);
  });
});
