import { describe, expect, it } from '@jest/globals';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { workflowEvent } from './support/events.ts';
import { readPage } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const INVOCATIONS = 10_000;
const BATCH = 250;

const system = useSystem({});
const receiver = useReceiver();
useResource(() => system.startAnother('history'));

describe('the history of a webhook', () => {
  it('read with after, while two history processes write it, yields every id exactly once', async () => {
    const tenant = await system.createTenant();
    const webhook = await tenant.createWebhook({ url: receiver.url });
    const publishing = (async () => {
      for (let sent = 0; sent < INVOCATIONS; sent += BATCH) {
        await system.upstream.publish(Array.from({ length: BATCH }, () => workflowEvent(tenant.id)));
      }
    })();

    const seen: string[] = [];
    const deadline = Date.now() + 180_000;
    while (seen.length < INVOCATIONS && Date.now() < deadline) {
      const after = seen.at(-1);
      const page = await readPage(tenant.api, { webhook: webhook.id, ...(after !== undefined && { after }) });
      seen.push(...page.data.map(({ id }) => id));
    }
    await publishing;
    const last = await readPage(tenant.api, { webhook: webhook.id, after: seen.at(-1) ?? '' });
    expect(last).toEqual({ data: [], hasNext: false });
    expect(seen).toHaveLength(INVOCATIONS);
    expect(new Set(seen).size).toBe(INVOCATIONS);
  });
});
