import type { ItemOf } from '@casewire/client';
import { findFreePort } from '@casewire/embedded';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const receiver = useReceiver({ per: 'test' });

type FailureGroup = ItemOf<'/v1/failures'>;

async function groupsOf({ api }: Tenant): Promise<readonly FailureGroup[]> {
  const { data } = await api.client.GET('/v1/failures');
  return data.data;
}

async function publish(tenant: Tenant, count: number): Promise<void> {
  await system.upstream.publish(Array.from({ length: count }, () => workflowEvent(tenant.id)));
}

async function untilFailed(tenant: Tenant, count: number): Promise<void> {
  await eventually(
    async () => {
      expect(await readHistory(tenant.api, { status: 'failed' })).toHaveLength(count);
    },
    { intervalMs: 100 },
  );
}

describe('failures', () => {
  it('are a group until its webhook is mended and the group is sent again', async () => {
    const tenant = await system.createTenant();
    const nobody = `http://127.0.0.1:${await findFreePort()}/hooks`;
    const webhook = await tenant.createWebhook({ url: nobody, retry: 'none' });
    await publish(tenant, 8);
    await untilFailed(tenant, 8);
    const [group, ...others] = await groupsOf(tenant);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      ...{ webhookId: webhook.id, eventType: 'workflow.completed', class: 'connection-error', state: 'open' },
      counts: { waiting: 0, failed: 8, atLeast: false },
    });
    const id = group?.id ?? '';
    const params = { path: { id } };

    await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { url: receiver.url });
    const { data: begun, response } = await tenant.api.client.POST('/v1/failures/{id}/retry', { params });
    expect([response.status, begun.count]).toEqual([202, 8]);
    await untilDelivered(tenant.api, 8);
    expect(receiver.requests).toHaveLength(8);
    const { data: mended } = await tenant.api.client.GET('/v1/failures/{id}', { params });
    expect(mended).toMatchObject({ state: 'recovering', counts: { waiting: 0, failed: 0 } });
    expect(mended.trend.reduce((sum, { count }) => sum + count, 0)).toBe(8);
  });

  it('of another kind are another group, and a retry leaves it alone', async () => {
    const tenant = await system.createTenant();
    receiver.respond((_request, index) => ({ status: index < 3 ? 404 : 422 }));
    await tenant.createWebhook({ url: receiver.url, retry: 'none', maxConcurrency: 1 });
    await publish(tenant, 5);
    await untilFailed(tenant, 5);
    const groups = await groupsOf(tenant);
    expect(groups.map((group) => [group.class, group.counts.failed]).sort()).toEqual([
      ['http-404', 3],
      ['http-422', 2],
    ]);
    receiver.respond(() => ({}));
    const id = groups.find((group) => group.class === 'http-422')?.id ?? '';
    await tenant.api.client.POST('/v1/failures/{id}/retry', { params: { path: { id } } });
    await untilDelivered(tenant.api, 2);
    const after = await groupsOf(tenant);
    expect(after.map((group) => [group.class, group.state, group.counts.failed]).sort()).toEqual([
      ['http-404', 'recovering', 3],
      ['http-422', 'recovering', 0],
    ]);
  });
});
