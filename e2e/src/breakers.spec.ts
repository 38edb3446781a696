import { describe, expect, it } from '@jest/globals';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({ CASEWIRE_BREAKER_FAILURES: '5', CASEWIRE_PROBE_FIRST_SECONDS: '1' });
const receiver = useReceiver({ per: 'test' });

async function publish(tenant: Tenant, count: number): Promise<void> {
  await system.upstream.publish(Array.from({ length: count }, () => workflowEvent(tenant.id)));
}

async function untilHealth(tenant: Tenant, id: string, state: string): Promise<void> {
  await eventually(async () => {
    const { body } = await tenant.api.get<{ state: string }>(`/v1/webhooks/${id}/health`);
    expect(body.state).toBe(state);
  });
}

describe('a receiver that is overloaded', () => {
  it('gets probes alone until it is back, and then everything', async () => {
    receiver.respond(() => ({ status: 503 }));
    const tenant = await system.createTenant();
    const { id } = await tenant.createWebhook({ url: receiver.url, retry: { delaysSeconds: [1, 2, 3] } });
    await publish(tenant, 5);
    await untilHealth(tenant, id, 'unavailable');
    const before = receiver.requests.length;
    await publish(tenant, 40);
    const held = await eventually(async () => {
      const all = await readHistory(tenant.api, { status: 'held' });
      if (all.length < 40) throw new Error(`${all.length} are held`);
      return all;
    });
    for (const invocation of held)
      expect(invocation).toMatchObject({ reason: 'receiver-unavailable', heldBy: { kind: 'breaker' } });
    expect(receiver.requests.length - before).toBeLessThan(10);
    receiver.respond(() => ({ status: 200 }));
    await untilDelivered(tenant.api, 45);
    await untilHealth(tenant, id, 'healthy');
  });

  it('has what it keeps waiting for too long fail, by the maximum age of the retry policy', async () => {
    receiver.respond(() => ({ status: 503 }));
    const tenant = await system.createTenant();
    const retry = { delaysSeconds: [1], maxAgeSeconds: 2 };
    const { id } = await tenant.createWebhook({ url: receiver.url, retry });
    await publish(tenant, 5);
    await untilHealth(tenant, id, 'unavailable');
    await publish(tenant, 10);
    await eventually(async () => {
      const failed = await readHistory(tenant.api, { status: 'failed' });
      expect(failed).toHaveLength(15);
      expect(failed.filter(({ attempts }) => attempts === 0).length).toBeGreaterThan(5);
      expect(new Set(failed.map(({ reason }) => reason))).toContain('too-old');
    });
    receiver.respond(() => ({ status: 200 }));
    await publish(tenant, 1);
    await untilDelivered(tenant.api, 1);
  });

  it('gets nothing before the time that it asks for by Retry-After', async () => {
    receiver.respond((_request, index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '4' } } : { status: 200 },
    );
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, retry: { delaysSeconds: [0.1] } });
    await publish(tenant, 1);
    const [first] = await receiver.waitForCount(1);
    await eventually(async () => {
      const { body } = await tenant.api.get<{ data: { health: string }[] }>('/v1/webhooks?limit=1');
      expect(body.data[0]?.health).toBe('unavailable');
    });
    await publish(tenant, 5);
    await untilDelivered(tenant.api, 6);
    const [, second] = receiver.requests;
    expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(3_900);
  });
});
