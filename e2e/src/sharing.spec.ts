import { describe, expect, it } from '@jest/globals';
import { eventually, type ServiceProcess } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { countReceipts } from './support/duplicates.ts';
import { untilDelivered } from './support/ledger.ts';
import { startLoad } from './support/upstream.ts';
import { useSystem } from './support/use-system.ts';

const WEBHOOKS = 24;

const system = useSystem({}, 'each');
const receiver = useReceiver();

/** Deliveries that a process counted so far. */
async function deliveriesOf({ url }: ServiceProcess): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const samples = metrics.matchAll(/^casewire_deliveries_total\{[^}]*\} (\d+)/gm);
  return [...samples].reduce((sum, [, value]) => sum + Number(value), 0);
}

describe('two delivery processes', () => {
  it('share the work, and one takes over all of it without loss when the other stops', async () => {
    const second = await system.startAnother('delivery');
    const first = system.processOf('delivery');
    const tenant = await system.createTenant();
    for (let made = 0; made < WEBHOOKS; made++) await tenant.createWebhook({ url: receiver.url });
    const load = startLoad(system.upstream, { tenantId: tenant.id, perSecond: 20, atMost: 400 });
    await eventually(async () => {
      expect(await deliveriesOf(first)).toBeGreaterThan(20);
      expect(await deliveriesOf(second)).toBeGreaterThan(20);
    });
    await second.stop();
    const atStop = await deliveriesOf(first);
    await eventually(async () => {
      expect(await deliveriesOf(first)).toBeGreaterThan(atStop + 2 * WEBHOOKS);
    });
    const events = await load.stop();
    await untilDelivered(tenant.api, events.length * WEBHOOKS);
    const { distinct, duplicates } = countReceipts(receiver.requests);
    expect(distinct).toBe(events.length * WEBHOOKS);
    expect(duplicates).toBe(0);
  });
});
