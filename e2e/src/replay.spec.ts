import type { AnswerOf, BodyOf } from '@casewire/client';
import { describe, expect, it } from '@jest/globals';
import { eventually, type ReceivedRequest, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({ CASEWIRE_RELEASE_LEASE_SECONDS: '45' }, 'each');
const receiver = useReceiver();

const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();
const at = (path: string) => receiver.requests.filter(({ url }) => url === path);
const idsOf = (requests: readonly ReceivedRequest[]) => requests.map(({ headers }) => headers['webhook-id']);

async function publish(tenant: Tenant, count: number): Promise<void> {
  await system.upstream.publish(Array.from({ length: count }, () => workflowEvent(tenant.id)));
}

type Request = Omit<BodyOf<'post', '/v1/webhooks/{id}/replay'>, 'since'>;

async function begin({ api }: Tenant, id: string, request: Request) {
  const { data, response } = await api.client.POST('/v1/webhooks/{id}/replay', {
    params: { path: { id } },
    body: { since: anHourAgo(), ...request },
  });
  return { status: response.status, ...data };
}

type Replay = AnswerOf<'get', '/v1/replays/{id}'>;

async function shown({ api }: Tenant, id: string | null): Promise<Replay> {
  const { data } = await api.client.GET('/v1/replays/{id}', { params: { path: { id: id ?? '' } } });
  return data;
}

async function untilFinished(tenant: Tenant, id: string | null): Promise<Replay> {
  return eventually(
    async () => {
      const replay = await shown(tenant, id);
      expect(replay).toMatchObject({ state: 'finished' });
      return replay;
    },
    { intervalMs: 100 },
  );
}

/** Refuses what it gets. No breaker opens for that. */
const refused = () => ({ status: 422 });

/** A tenant whose webhook has given up on deliveries to a broken receiver, which then is mended. */
async function broken(path: string, count: number, settings: object = {}) {
  const tenant = await system.createTenant();
  receiver.respond(refused);
  const webhook = await tenant.createWebhook({ url: receiver.url + path, retry: 'none', ...settings });
  await publish(tenant, count);
  await eventually(
    async () => {
      const invocations = await readHistory(tenant.api, { status: 'failed' });
      expect(invocations).toHaveLength(count);
    },
    { intervalMs: 100 },
  );
  receiver.respond(() => ({}));
  return { tenant, webhook };
}

describe('a replay', () => {
  it('sends what failed while the receiver was broken, under the same ids, once', async () => {
    const { tenant, webhook } = await broken('/mended', 40);
    const before = idsOf(at('/mended'));
    expect(await begin(tenant, webhook.id, { status: 'failed', dryRun: true })).toEqual({
      status: 200,
      id: null,
      count: 40,
    });
    const begun = await begin(tenant, webhook.id, { status: 'failed' });
    expect(begun).toMatchObject({ status: 202, count: 40 });
    expect(await untilFinished(tenant, begun.id)).toMatchObject({
      count: 40,
      progress: { started: 40, delivered: 40, failed: 0, waiting: 0 },
    });
    const again = idsOf(at('/mended')).slice(before.length);
    expect(again.toSorted()).toEqual(before.toSorted());
    await untilDelivered(tenant.api, 40);
    expect(await begin(tenant, webhook.id, { status: 'failed' })).toEqual({
      status: 200,
      id: null,
      count: 0,
    });
  });

  it('has no more under way than half of what the webhook takes: live traffic passes it', async () => {
    const { tenant, webhook } = await broken('/half', 30, { maxConcurrency: 4, timeoutMs: 60_000 });
    const replayed = new Set(idsOf(at('/half')));
    const isLive = ({ url, headers }: ReceivedRequest) =>
      url === '/half' && !replayed.has(headers['webhook-id']);
    const held: (() => void)[] = [];
    receiver.respond((request) => {
      if (isLive(request)) return {};
      return new Promise((resolve) => {
        held.push(() => {
          resolve({});
        });
      });
    });
    const { id } = await begin(tenant, webhook.id, { status: 'failed' });
    await eventually(() => {
      expect(held).toHaveLength(2);
    });
    await publish(tenant, 10);
    await receiver.waitFor((requests) => requests.filter(isLive).length === 10);
    expect(held).toHaveLength(2);
    receiver.respond(() => ({}));
    for (const answer of held) answer();
    expect(await untilFinished(tenant, id)).toMatchObject({ progress: { delivered: 30 } });
    await untilDelivered(tenant.api, 40);
  });

  it('goes on where it was after SIGKILL of history, and makes each delivery once', async () => {
    const { tenant, webhook } = await broken('/killed', 150, { maxConcurrency: 8 });
    const before = at('/killed').length;
    const { id } = await begin(tenant, webhook.id, { status: 'failed' });
    for (const reached of [15, 50, 100]) {
      await receiver.waitFor(() => at('/killed').length >= before + reached);
      await system.processOf('history').kill();
      await system.restart('history');
    }
    expect(await untilFinished(tenant, id)).toMatchObject({
      progress: { started: 150, delivered: 150 },
    });
    const again = idsOf(at('/killed')).slice(before);
    expect(new Set(again).size).toBe(150);
    const invocations = await untilDelivered(tenant.api, 150);
    expect(invocations.filter(({ attempts }) => attempts !== 2)).toEqual([]);
  });
});

describe('a replay of what is missing', () => {
  it('sends a webhook the events from before it was created, and others nothing', async () => {
    const tenant = await system.createTenant();
    receiver.respond(() => ({}));
    await tenant.createWebhook({ url: `${receiver.url}/early` });
    await publish(tenant, 25);
    await untilDelivered(tenant.api, 25);
    const late = await tenant.createWebhook({ url: `${receiver.url}/late` });
    await publish(tenant, 5);
    await untilDelivered(tenant.api, 35);
    const begun = await begin(tenant, late.id, { status: 'missing' });
    expect(begun).toMatchObject({ status: 202, count: 25 });
    expect(await untilFinished(tenant, begun.id)).toMatchObject({ progress: { delivered: 25 } });
    await untilDelivered(tenant.api, 60);
    expect(new Set(idsOf(at('/late'))).size).toBe(30);
    expect(at('/late')).toHaveLength(30);
    expect(at('/early')).toHaveLength(30);
  });

  it('sends a corrected webhook what its filter had kept from it', async () => {
    const tenant = await system.createTenant();
    const webhook = await tenant.createWebhook({
      url: `${receiver.url}/wrong`,
      filter: 'data.nothing == `1`',
    });
    await publish(tenant, 6);
    await eventually(async () => {
      const { body } = await tenant.api.get<{ data: unknown[] }>('/v1/events');
      expect(body.data).toHaveLength(6);
    });
    const path = `/v1/webhooks/${webhook.id}`;
    expect((await tenant.api.patch(path, { filter: null, url: `${receiver.url}/right` })).status).toBe(200);
    const { id } = await begin(tenant, webhook.id, { status: 'missing' });
    await untilFinished(tenant, id);
    await untilDelivered(tenant.api, 6);
    expect(at('/right')).toHaveLength(6);
    expect(at('/wrong')).toHaveLength(0);
  });
});

describe('cancelling a set', () => {
  it('ends what waits for its next attempt, and delivery sends none of it', async () => {
    const tenant = await system.createTenant();
    receiver.respond(refused);
    const webhook = await tenant.createWebhook({
      url: `${receiver.url}/waits`,
      retry: { delaysSeconds: [3_600] },
    });
    await publish(tenant, 12);
    await eventually(async () => {
      expect(await readHistory(tenant.api, { status: 'retrying' })).toHaveLength(12);
    });
    const cancelled = await tenant.api.post(`/v1/webhooks/${webhook.id}/cancel`, { since: anHourAgo() });
    expect(cancelled).toMatchObject({ status: 200, body: { count: 12, hasMore: false } });
    expect(await readHistory(tenant.api, { status: 'cancelled' })).toHaveLength(12);
    expect(at('/waits')).toHaveLength(12);
  });
});
