import { describe, expect, it } from '@jest/globals';
import type { ReceivedRequest } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { Webhook } from 'standardwebhooks';
import { workflowData, workflowEvent } from './support/events.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const receiver = useReceiver({ per: 'test' });

interface Thin {
  readonly invocationId: string;
  readonly eventId: string;
  readonly type: string;
  readonly dataUrl: string;
}

/** What a receiver does: it checks the signature, and signs the address in place of a body. */
function fetchData({ body, headers }: ReceivedRequest, secret: string): Promise<Response> {
  const webhook = new Webhook(secret);
  const { invocationId, dataUrl } = webhook.verify(body, headers as Record<string, string>) as Thin;
  const now = new Date();
  return fetch(dataUrl, {
    headers: {
      'webhook-id': invocationId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': webhook.sign(invocationId, now, dataUrl),
    },
  });
}

describe('a webhook of the format thin', () => {
  it('sends ids, type, time and an address, at which its receiver alone fetches the data', async () => {
    const tenant = await system.createTenant();
    const { id, secret } = await tenant.createWebhook({
      url: receiver.url,
      format: 'thin',
      payload: { omit: ['/context/secret'] },
    });
    const data = workflowData({ context: { secret: 'hidden', amount: 'personal' } });
    const event = workflowEvent(tenant.id, { subject: 'personal', data });
    await system.upstream.publish([event]);
    const [delivery] = await receiver.waitForCount(1);
    if (delivery === undefined) throw new Error('nothing was delivered');
    const thin = JSON.parse(delivery.body.toString()) as Thin;
    expect(thin).toEqual({
      invocationId: delivery.headers['webhook-id'],
      webhookId: id,
      eventUid: expect.any(String),
      eventId: event['id'],
      type: 'workflow.completed',
      time: event['time'],
      dataUrl: expect.stringContaining(`${system.url}/v1/data/`),
    });

    const fetched = await fetchData(delivery, secret);
    expect(fetched.status).toBe(200);
    expect(await fetched.json()).toEqual({ ...data, context: { amount: 'personal' } });
    const stranger = await fetch(thin.dataUrl);
    expect([stranger.status, (await stranger.text()).includes('personal')]).toEqual([401, false]);
    const withKey = await tenant.api.get(new URL(thin.dataUrl).pathname);
    expect(withKey.body).toEqual({ ...data, context: { amount: 'personal' } });
    const audit = await tenant.api.get<{ data: { fetchedBy: string }[] }>(`/v1/webhooks/${id}/data-fetches`);
    expect(audit.body.data.map(({ fetchedBy }) => fetchedBy)).toEqual([expect.any(String), 'signature']);
  }, 120_000);
});
