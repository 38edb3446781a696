import { describe, expect, it } from '@jest/globals';
import { families } from '@casewire/families';
import { verify } from '@casewire/signing';
import { startReceiver } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { readHistory } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

interface Attempt {
  readonly id: string;
  readonly outcome: string;
  readonly responseCode?: number;
}

const receiver = useReceiver();
const system = useSystem();
const tenant = useResource(() => system.createTenant());

function test(webhookId: string, body: object = {}) {
  return tenant.api.post<Attempt>(`/v1/webhooks/${webhookId}/test`, body);
}

describe('a test send', () => {
  it('of every type of the catalogue arrives signed by the key pair of the webhook, marked as a test', async () => {
    const created = await tenant.api.post<{ id: string; publicKey: string }>('/v1/webhooks', {
      url: `${receiver.url}/catalogue`,
      signing: { scheme: 'standard-webhooks-ed25519' },
      status: 'disabled',
    });
    const { id, publicKey } = created.body;
    for (const { type } of families.flatMap(({ eventTypes }) => eventTypes)) {
      expect(await test(id, { eventType: type })).toMatchObject({
        status: 200,
        body: { outcome: 'delivered', responseCode: 200, number: 1 },
      });
      const { headers = {}, body = Buffer.alloc(0) } = receiver.requests.at(-1) ?? {};
      expect(headers['webhook-test']).toBe('true');
      const scheme = { scheme: 'standard-webhooks-ed25519' } as const;
      const nowSeconds = Date.now() / 1000;
      expect(verify({ scheme, secrets: [publicKey], headers, body, nowSeconds })).toEqual({ ok: true });
    }
  });

  it('is answered with the attempt, also where the receiver fails or is not there', async () => {
    const failing = await startReceiver({ respond: () => ({ status: 500, body: 'broken' }) });
    const { id } = await tenant.createWebhook({ url: failing.url, events: ['workflow.completed'] });
    expect(await test(id)).toMatchObject({
      status: 200,
      body: { outcome: 'rejected', responseCode: 500, responseBody: 'broken' },
    });
    await failing.close();
    expect(await test(id)).toMatchObject({ status: 200, body: { outcome: 'connection-error' } });
    expect(failing.requests).toHaveLength(1);
  });

  it('leaves nothing in the history, and is confined to its tenant and environment', async () => {
    expect(await readHistory(tenant.api)).toEqual([]);
    const { id } = await tenant.createWebhook({ url: receiver.url, events: ['workflow.completed'] });
    const strangers = [await system.createTenant(), await tenant.inProduction()];
    for (const { api } of strangers) expect((await api.post(`/v1/webhooks/${id}/test`)).status).toBe(404);
  });

  it('asks delivery, which nobody reaches through the gateway', async () => {
    expect((await tenant.api.post('/internal/test-sends', {})).status).toBe(404);
  });
});
