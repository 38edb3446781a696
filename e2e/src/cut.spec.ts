import { describe, expect, it } from '@jest/globals';
import { eventually, type Tenant } from '@casewire/testing';
import { useAdmin, useReceiver } from '@casewire/testing/fixtures';
import { countReceipts } from './support/duplicates.ts';
import { workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({ CASEWIRE_CUT_INTERVAL_SECONDS: '1' }, 'each');
const receiver = useReceiver();
const admin = useAdmin();

async function publishWhileDeliveryIsAway(tenant: Tenant, count: number): Promise<void> {
  await system.processOf('delivery').stop();
  for (let sent = 0; sent < count; sent += 500) {
    const size = Math.min(500, count - sent);
    await system.upstream.publish(Array.from({ length: size }, () => workflowEvent(tenant.id)));
  }
  await eventually(async () => {
    const { body } = await tenant.api.get<{ data: unknown[] }>('/v1/invocations?limit=1&status=pending');
    expect(body.data).toHaveLength(1);
  });
}

const deliveries = () => `${system.topicPrefix}deliveries.v1`;

/** Records ever written to the topic. */
async function countDeliveries(): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(deliveries());
  return offsets.reduce((sum, { high }) => sum + Number(high), 0);
}

async function deleteDeliveries(): Promise<void> {
  const topic = deliveries();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({
    topic,
    partitions: offsets.map(({ partition, high }) => ({ partition, offset: high })),
  });
}

describe('the cut', () => {
  it('finds deliveries that were deleted behind the group and delivers them', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/deleted` });
    await publishWhileDeliveryIsAway(tenant, 50);
    await eventually(async () => {
      expect(await readHistory(tenant.api)).toHaveLength(50);
    });
    await deleteDeliveries();
    await system.restart('delivery');
    await untilDelivered(tenant.api, 50);
    expect(countReceipts(receiver.requests.filter(({ url }) => url === '/deleted'))).toEqual({
      distinct: 50,
      duplicates: 0,
    });
  });

  it('rematches events whose deliveries were deleted before history read them', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/unread` });
    const before = await countDeliveries();
    await system.processOf('delivery').stop();
    await system.processOf('history').stop();
    await system.upstream.publish(Array.from({ length: 50 }, () => workflowEvent(tenant.id)));
    await eventually(async () => {
      expect(await countDeliveries()).toBe(before + 50);
    });
    await deleteDeliveries();
    await system.restart('history');
    await system.restart('delivery');
    await untilDelivered(tenant.api, 50);
    expect(countReceipts(receiver.requests.filter(({ url }) => url === '/unread'))).toEqual({
      distinct: 50,
      duplicates: 0,
    });
  });

  it('sends nothing again for a group that merely lags by 10,000 records', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/lagging` });
    await publishWhileDeliveryIsAway(tenant, 10_000);
    await system.restart('delivery');
    await untilDelivered(tenant.api, 10_000);
    expect(countReceipts(receiver.requests.filter(({ url }) => url === '/lagging'))).toEqual({
      distinct: 10_000,
      duplicates: 0,
    });
  });
});
