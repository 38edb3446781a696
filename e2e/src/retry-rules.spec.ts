import { eventually, type ApiClient, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered, untilRetrying, type Invocation } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const receiver = useReceiver({ per: 'test' });

/** Long enough that no retry by the schedule comes while a test runs. */
const LATER = { delaysSeconds: [3_600, 3_600] };

async function shown(api: ApiClient, { id }: Pick<Invocation, 'id'>) {
  return (await api.get<Invocation & { why: string; blocking: boolean }>(`/v1/invocations/${id}`)).body;
}

/** The invocations of a tenant, oldest first, when there are so many with a status. */
function untilCount(api: ApiClient, count: number, status: Invocation['status']): Promise<Invocation[]> {
  return eventually(async () => {
    const found = await readHistory(api, { status });
    if (found.length !== count) throw new Error(`${found.length} of ${count} invocations are ${status}`);
    return found;
  });
}

function publish(tenant: Tenant, state = 'a'): Promise<void> {
  return system.upstream.publish([
    workflowEvent(tenant.id, { type: 'workflow.state.changed', data: workflowData({ state }) }),
  ]);
}

describe('a delivery that fails', () => {
  it.each([408, 425, 429, 503])(
    'with %d comes again when the receiver asks for it, and says so',
    async (status) => {
      receiver.respond(() => ({ status, headers: { 'retry-after': '120' } }));
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url, retry: 'standard' });
      await publish(tenant);
      const [invocation = { id: '' }] = await untilRetrying(tenant.api);
      expect((await shown(tenant.api, invocation)).why).toMatch(
        new RegExp(
          `^attempt 1 of 11 failed with ${status}; the receiver asked for 120 s; next at .*:.*:.* UTC$`,
        ),
      );
    },
  );

  it('with a redirection is not followed, and names the host that it leads to', async () => {
    receiver.respond(() => ({ status: 307, headers: { location: 'https://moved.example/hook?key=1' } }));
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, retry: 'none' });
    await publish(tenant);
    const [{ id } = { id: '' }] = await untilCount(tenant.api, 1, 'failed');
    const attempts = await tenant.api.get<{ data: { error: string }[] }>(`/v1/invocations/${id}/attempts`);
    expect(attempts.body.data).toMatchObject([
      {
        outcome: 'rejected',
        responseCode: 307,
        error: expect.stringContaining('redirects to moved.example;'),
      },
    ]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('says what has ended it', async () => {
    receiver.respond(() => ({ status: 500 }));
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, retry: { delaysSeconds: [0.2] } });
    await publish(tenant);
    const [invocation = { id: '' }] = await untilCount(tenant.api, 1, 'failed');
    expect((await shown(tenant.api, invocation)).why).toBe(
      'attempt 2 of 2 failed with 500; the retry policy allows no more attempts',
    );
  });
});

describe('a 410 Gone', () => {
  it('disables the webhook, and fails what waits for it', async () => {
    receiver.respond((_request, index) => ({ status: index === 0 ? 503 : 410 }));
    const tenant = await system.createTenant();
    const { id } = await tenant.createWebhook({ url: receiver.url, retry: LATER });
    await publish(tenant);
    await untilRetrying(tenant.api);
    await publish(tenant);
    const failed = await untilCount(tenant.api, 2, 'failed');
    expect(failed).toMatchObject([{ reason: 'gone' }, { reason: 'gone' }]);
    const webhook = await tenant.api.get(`/v1/webhooks/${id}`);
    expect(webhook.body).toMatchObject({ status: 'disabled', statusReason: 'gone' });
    expect((await tenant.api.patch(`/v1/webhooks/${id}`, { status: 'active' })).body).toMatchObject({
      status: 'active',
      statusReason: null,
    });
    expect(receiver.requests).toHaveLength(2);
  });

  it('that comes late, from the URL before the last change, disables nothing', async () => {
    const answerLate = Promise.withResolvers<undefined>();
    receiver.respond(async ({ url }) => {
      if (url !== '/old') return {};
      await answerLate.promise;
      return { status: 410 };
    });
    const tenant = await system.createTenant();
    const webhook = await tenant.createWebhook({
      url: `${receiver.url}/old`,
      retry: { delaysSeconds: [0.2] },
    });
    await publish(tenant);
    await receiver.waitForCount(1);
    await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { url: `${receiver.url}/new` });
    answerLate.resolve(undefined);
    const [invocation] = await untilDelivered(tenant.api, 1);
    expect(invocation).toMatchObject({ attempts: 2 });
    expect(receiver.requests.map(({ url }) => url)).toEqual(['/old', '/new']);
    expect((await tenant.api.get(`/v1/webhooks/${webhook.id}`)).body).toMatchObject({
      status: 'active',
      statusReason: null,
    });
  });
});

describe('a subject whose event is given up', () => {
  const states = ['a', 'b', 'c'];

  /** The receiver refuses the first request; what comes behind it waits. */
  async function blockedSubject(): Promise<{ tenant: Tenant; blocking: Invocation; held: Invocation[] }> {
    receiver.respond((_request, index) => ({ status: index === 0 ? 500 : 200 }));
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, ordering: 'subject', onGiveUp: 'block', retry: 'none' });
    for (const state of states) await publish(tenant, state);
    const held = await untilCount(tenant.api, 2, 'held');
    const [blocking] = await eventually(async () => {
      const found = await readHistory(tenant.api, { blocking: 'true' });
      if (found.length === 0) throw new Error('no subject is blocked');
      return found;
    });
    if (blocking === undefined) throw new Error('no subject is blocked');
    return { tenant, blocking, held };
  }

  const sent = () =>
    receiver.requests.map(({ body }) => (JSON.parse(body.toString()) as { state: string }).state);

  it('waits until it is retried with success, and says what it waits for', async () => {
    const { tenant, blocking, held } = await blockedSubject();
    expect(await shown(tenant.api, blocking)).toMatchObject({ status: 'failed', blocking: true });
    for (const each of held)
      expect((await shown(tenant.api, each)).why).toBe(
        `it waits until invocation ${blocking.id} of the same subject, which has failed, is retried with success, or cancelled`,
      );
    expect((await tenant.api.post(`/v1/invocations/${blocking.id}/retry`)).status).toBe(202);
    await untilDelivered(tenant.api, states.length);
    expect(sent()).toEqual(['a', 'a', 'b', 'c']);
    expect(await readHistory(tenant.api, { blocking: 'true' })).toEqual([]);
  });

  it('goes on without it when it is cancelled', async () => {
    const { tenant, blocking } = await blockedSubject();
    expect((await tenant.api.post(`/v1/invocations/${blocking.id}/cancel`)).status).toBe(200);
    await untilDelivered(tenant.api, states.length - 1);
    expect(sent()).toEqual(['a', 'b', 'c']);
  });
});

describe('settings that make no sense', () => {
  it.each<[path: string, accepted: string | undefined, settings: object]>([
    ['retry', undefined, { retry: 'slow' }],
    ['retry.delaysSeconds.0', 'more than 0', { retry: { delaysSeconds: [-1] } }],
    ['retry.delaysSeconds', 'at most 50 items', { retry: { delaysSeconds: Array<number>(9_999).fill(1) } }],
    [
      'retry.maxAgeSeconds',
      'at least the first delay, or `"retry": "none"`',
      { retry: { delaysSeconds: [60], maxAgeSeconds: 5 } },
    ],
    ['onGiveUp', undefined, { onGiveUp: 'block' }],
  ])('are refused by the field %s', async (path, accepted, settings) => {
    const tenant = await system.createTenant();
    const answer = await tenant.api.post('/v1/webhooks', { url: receiver.url, ...settings });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path, ...(accepted !== undefined && { accepted }) }] },
    });
  });
});
