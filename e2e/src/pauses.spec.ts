import { describe, expect, it } from '@jest/globals';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered, type Invocation } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const receiver = useReceiver({ per: 'test' });

async function publish(tenant: Tenant, states: readonly string[]): Promise<void> {
  for (const state of states) {
    const event = { type: 'workflow.state.changed', data: workflowData({ state }) };
    await system.upstream.publish([workflowEvent(tenant.id, event)]);
  }
}

/** Waits until this many invocations are held. */
async function untilHeld(tenant: Tenant, count: number): Promise<Invocation[]> {
  return eventually(async () => {
    const held = await readHistory(tenant.api, { status: 'held' });
    if (held.length < count) throw new Error(`${held.length} of ${count} are held`);
    return held;
  });
}

const receivedStates = () =>
  receiver.requests.map(({ body }) => (JSON.parse(body.toString()) as { state: string }).state);

describe('a paused webhook', () => {
  it('holds what matches it, says why, and sends it when it is resumed', async () => {
    const tenant = await system.createTenant();
    const { id } = await tenant.createWebhook({ url: receiver.url, status: 'paused' });
    await publish(tenant, ['a', 'b', 'c']);
    const held = await untilHeld(tenant, 3);
    for (const invocation of held)
      expect(invocation).toMatchObject({
        reason: 'webhook-paused',
        heldBy: { kind: 'pause', number: 1 },
        nextAttemptAt: null,
      });
    expect(receiver.requests).toEqual([]);
    const resumed = await tenant.api.post(`/v1/webhooks/${id}/resume`, { backlog: 'send' });
    expect(resumed).toMatchObject({ status: 200, body: { status: 'active' } });
    const [delivered] = await untilDelivered(tenant.api, 3);
    expect(receivedStates().toSorted()).toEqual(['a', 'b', 'c']);
    expect(await tenant.api.get(`/v1/invocations/${delivered?.id ?? ''}`)).toMatchObject({
      body: {
        notes: [
          { number: 1, what: 'held', reason: 'webhook-paused' },
          { number: 2, what: 'resumed', by: expect.any(String) },
        ],
      },
    });
  });

  it('skips what it has held where it is told so, and sends what comes later', async () => {
    const tenant = await system.createTenant();
    const { id } = await tenant.createWebhook({ url: receiver.url, status: 'paused' });
    await publish(tenant, ['a', 'b']);
    await untilHeld(tenant, 2);
    await tenant.api.post(`/v1/webhooks/${id}/resume`, { backlog: 'skip' });
    await publish(tenant, ['c']);
    await untilDelivered(tenant.api, 1);
    expect(receivedStates()).toEqual(['c']);
    const ended = await readHistory(tenant.api);
    expect(ended.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'delivered']);
    expect(ended.map(({ notes }) => notes.map(({ what, reason }) => `${what} ${reason ?? ''}`))).toEqual([
      ['held webhook-paused', 'cancelled skipped'],
      ['held webhook-paused', 'cancelled skipped'],
      [],
    ]);
  });

  it('keeps the order of a subject across a pause', async () => {
    const tenant = await system.createTenant();
    const { id } = await tenant.createWebhook({ url: receiver.url, ordering: 'subject', status: 'paused' });
    await publish(tenant, ['a', 'b', 'c']);
    const held = await untilHeld(tenant, 3);
    await eventually(async () => {
      const holders = (await readHistory(tenant.api, { status: 'held' })).map(({ heldBy }) => heldBy?.kind);
      expect(holders).toEqual(['pause', 'predecessor', 'predecessor']);
    });
    expect(held).toHaveLength(3);
    await tenant.api.patch(`/v1/webhooks/${id}`, { status: 'active' });
    await untilDelivered(tenant.api, 3);
    expect(receivedStates()).toEqual(['a', 'b', 'c']);
  });

  it('of a second pause keeps what it holds when the first one is over', async () => {
    const tenant = await system.createTenant();
    const { id } = await tenant.createWebhook({ url: receiver.url, status: 'paused' });
    await publish(tenant, ['a']);
    await untilHeld(tenant, 1);
    await tenant.api.post(`/v1/webhooks/${id}/resume`, { backlog: 'skip' });
    await tenant.api.patch(`/v1/webhooks/${id}`, { status: 'paused' });
    await publish(tenant, ['b']);
    const invocations = await eventually(async () => {
      const all = await readHistory(tenant.api);
      expect(all.map(({ status }) => status)).toEqual(['cancelled', 'held']);
      return all;
    });
    expect(invocations[1]).toMatchObject({ heldBy: { kind: 'pause', number: 2 } });
    expect(receiver.requests).toEqual([]);
  });
});
