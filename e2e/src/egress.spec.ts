import { describe, expect, it } from '@jest/globals';
import { apiClient, eventually } from '@casewire/testing';
import { useProxy, useReceiver, useResource } from '@casewire/testing/fixtures';
import { workflowEvent } from './support/events.ts';
import { useSystem } from './support/use-system.ts';

const proxy = useProxy();
const system = useSystem(() => ({
  CASEWIRE_EGRESS_PROXY: proxy.url.replace('://', '://casewire:secret@'),
  CASEWIRE_EGRESS_ADDRESSES: '203.0.113.8/32,2001:db8:7::/64',
}));
const receiver = useReceiver({ per: 'test' });
const tokenServer = useReceiver({ per: 'test' });
const tenant = useResource(() => system.createTenant(), { per: 'test' });

const oauth2 = () => ({ tokenUrl: tokenServer.url, clientId: 'casewire', clientSecret: 'correct horse' });

describe('egress', () => {
  it('goes through the proxy, deliveries and token requests alike', async () => {
    tokenServer.respond(() => ({
      headers: { 'content-type': 'application/json' },
      body: '{"access_token":"t","token_type":"Bearer"}',
    }));
    await tenant.createWebhook({ url: receiver.url, auth: { oauth2: oauth2() } });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await receiver.waitForCount(1);
    const authorization = `Basic ${Buffer.from('casewire:secret').toString('base64')}`;
    expect(proxy.asked).toEqual([
      { authority: `127.0.0.1:${tokenServer.port}`, authorization },
      { authority: `127.0.0.1:${receiver.port}`, authorization },
    ]);
    expect(receiver.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('comes from addresses that customers can ask for', async () => {
    expect(await tenant.api.get('/v1/egress')).toMatchObject({
      status: 200,
      body: { addresses: ['203.0.113.8/32', '2001:db8:7::/64'] },
    });
    expect((await apiClient(system.url).get('/v1/egress')).status).toBe(401);
  });

  it('reaches no host that the operator does not allow, when a webhook is saved and when it is sent to', async () => {
    const standing = await tenant.createWebhook({ url: receiver.url });
    const settings = { allowedHosts: ['*.receiver.example'] };
    expect((await system.operator.patch(`/v1/tenants/${tenant.id}`, { settings })).status).toBe(200);
    const refused = {
      status: 422,
      body: { errors: [{ message: expect.stringContaining('*.receiver.example') }] },
    };
    const url = 'https://a.receiver.example/';
    expect(await tenant.api.post('/v1/webhooks', { url: 'https://other.example/' })).toMatchObject(refused);
    expect(await tenant.api.post('/v1/webhooks', { url, auth: { oauth2: oauth2() } })).toMatchObject(refused);
    expect((await tenant.api.post('/v1/webhooks', { url })).status).toBe(201);
    expect((await tenant.api.patch(`/v1/webhooks/${standing.id}`, { name: 'renamed' })).status).toBe(200);
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await eventually(async () => {
      expect(await tenant.api.get(`/v1/invocations?webhook=${standing.id}`)).toMatchObject({
        body: { data: [{ status: 'failed', reason: 'host-not-allowed', attempts: 0 }] },
      });
    });
    expect(receiver.requests).toHaveLength(0);
  });
});
