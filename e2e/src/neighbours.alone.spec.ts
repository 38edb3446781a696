import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually, type Tenant } from '@casewire/testing';
import { useAdmin, useReceiver } from '@casewire/testing/fixtures';
import { workflowData, workflowEvent } from './support/events.ts';
import { useSystem } from './support/use-system.ts';

const PLACES = 64;
/** Three quarters of the places: what a tenant may have alone. */
const SHARE = 48;

const system = useSystem(
  {
    CASEWIRE_DELIVERY_CONCURRENCY: String(PLACES),
    CASEWIRE_DELIVERY_MAX_WAIT_MS: '1000',
  },
  'each',
);
const admin = useAdmin();
const receiver = useReceiver();
const dead = useReceiver({ respond: () => ({ hang: true }) });

/** How long the neighbour's events may take on a machine that is busy with other specs; behind the others it is a minute. */
const NEIGHBOUR_DEADLINE_MS = 15_000;

/** Long enough for many deferrals, and shorter than the attempts that take the places. */
const DEFERRALS_MS = 25_000;

async function createNeighbour(): Promise<Tenant> {
  const tenant = await (await system.createTenant()).inProduction();
  await tenant.createWebhook({ url: receiver.url });
  return tenant;
}

/** How many records a topic of Casewire's has had. */
async function countRecords(name: string): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(system.topicPrefix + name);
  return offsets.reduce((sum, { high }) => sum + Number(high), 0);
}

function eventsOf(tenant: Tenant, count: number, overrides: object = {}): object[] {
  return Array.from({ length: count }, () =>
    workflowEvent(tenant.id, { data: workflowData({ workflowRuntimeId: randomUUID(), ...overrides }) }),
  );
}

/** Publishes one event after the other, each when the one before has arrived. */
async function deliverInTurn(tenant: Tenant, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const before = receiver.requests.length;
    const [event] = eventsOf(tenant, 1);
    await system.upstream.publish([{ ...event, environment: 'production' }]);
    await eventually(
      () => {
        expect(receiver.requests.length).toBeGreaterThan(before);
      },
      { deadlineMs: NEIGHBOUR_DEADLINE_MS },
    );
  }
}

describe('beside a tenant whose receivers never answer', () => {
  it('the events of others arrive at once, and each delivery that finds no place is put off once', async () => {
    const [hostile, neighbour] = [await system.createTenant(), await createNeighbour()];
    for (let made = 0; made < 2; made++)
      await hostile.createWebhook({ url: dead.url, maxConcurrency: 1000, timeoutMs: 60_000 });
    await system.upstream.publish(eventsOf(hostile, 100));
    await eventually(() => {
      expect(dead.requests).toHaveLength(SHARE);
    });
    // The rest would be put off every second or two while these go on, were it not for the share of what is out.
    const until = performance.now() + DEFERRALS_MS;
    let neighbours = 0;
    for (; performance.now() < until; neighbours += 10) await deliverInTurn(neighbour, 10);
    await eventually(async () => {
      expect(await countRecords('attempts.v1')).toBeGreaterThan(200 - SHARE);
    });
    expect(dead.requests).toHaveLength(SHARE);
    for (const topic of ['deliveries.v1', 'attempts.v1'])
      expect((await countRecords(topic)) - neighbours).toBeLessThanOrEqual(2 * 200);
  });

  it('and is sent more large bodies than there is memory for, the events of others are still fetched', async () => {
    const [hostile, neighbour] = [await system.createTenant(), await createNeighbour()];
    // 82 MB, of which the lanes hold 64 MiB at most, and of one tenant three quarters of that.
    for (let made = 0; made < 20; made++)
      await hostile.createWebhook({ url: `${dead.url}/large`, timeoutMs: 60_000 });
    await system.upstream.publish(eventsOf(hostile, 1, { context: { scan: 'x'.repeat(4_100_000) } }));
    await eventually(() => {
      expect(dead.requests.filter(({ url }) => url === '/large').length).toBeGreaterThanOrEqual(8);
    });
    await deliverInTurn(neighbour, 3);
  });
});
