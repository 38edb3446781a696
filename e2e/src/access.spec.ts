import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { serviceNames } from '@casewire/config';
import { apiClient, eventually } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { workflowEvent } from './support/events.ts';
import { readHistory } from './support/ledger.ts';
import { openLink } from './support/sessions.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({}, 'each');
const receiver = useReceiver();

describe('access', () => {
  it.each([
    ['subscriptions', '/v1/webhooks'],
    ['ingestion', '/v1/events'],
    ['history', '/v1/invocations'],
  ] as const)('to %s past the gateway is refused, key or not', async (service, path) => {
    const tenant = await system.createTenant();
    const direct = system.processOf(service).url;
    expect(await apiClient(direct, tenant.key).get(path)).toMatchObject({
      status: 401,
      body: { code: 'unauthorized' },
    });
    const forged = { 'casewire-identity': 'e30.e30.e30' };
    expect(await apiClient(direct, undefined, forged).get(path)).toMatchObject({ status: 401 });
  });

  it('through the gateway ignores an identity that the client made up', async () => {
    const answer = await apiClient(system.url).get('/v1/webhooks', {
      headers: { 'casewire-identity': 'e30.e30.e30' },
    });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  it.each(serviceNames)('to the health of %s needs no key', async (service) => {
    const { url } = system.processOf(service);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it.each(serviceNames)(
    'to the metrics of %s needs no key, but for the gateway, where it is the operator',
    async (service) => {
      const { url } = system.processOf(service);
      const anyone = await fetch(`${url}/metrics`);
      expect(anyone.status).toBe(service === 'gateway' ? 401 : 200);
      const tenant = await system.createTenant();
      if (service === 'gateway') expect((await apiClient(url, tenant.key).get('/metrics')).status).toBe(403);
      const operator = await fetch(`${url}/metrics`, {
        headers: { authorization: `Bearer ${system.adminKey}` },
      });
      expect(await operator.text()).toContain('process_cpu_seconds_total');
    },
  );

  it("to another tenant's webhook and history looks as if there were none", async () => {
    const owner = await system.createTenant();
    const stranger = await system.createTenant();
    const webhook = await owner.createWebhook({ url: receiver.url });
    await owner.api.post('/v1/events', workflowEvent(owner.id), {
      'content-type': 'application/cloudevents+json',
    });
    await receiver.waitForCount(1);
    const invocation = await eventually(async () => {
      const [first] = await readHistory(owner.api);
      if (first === undefined) throw new Error('no invocation yet');
      return first;
    });
    const missing = webhook.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const absent = await stranger.api.get<{ detail?: string }>(`/v1/webhooks/${missing}`);
    expect(await stranger.api.get(`/v1/webhooks/${webhook.id}`)).toMatchObject({
      status: 404,
      body: absent.body,
    });
    expect((await stranger.api.get(`/v1/invocations/${invocation.id}`)).status).toBe(404);
    expect((await stranger.api.post(`/v1/invocations/${invocation.id}/retry`)).status).toBe(404);
    expect((await stranger.api.get(`/v1/events/${invocation.eventUid}`)).status).toBe(404);
    expect((await stranger.api.get(`/v1/invocations?webhook=${webhook.id}`)).body).toMatchObject({
      data: [],
    });
  });

  it('is limited to the scopes of the key', async () => {
    const tenant = await system.createTenant();
    const { body } = await system.operator.post<{ key: string }>(`/v1/tenants/${tenant.id}/api-keys`, {
      environment: 'sandbox',
      scopes: ['read'],
    });
    const reader = apiClient(system.url, body.key);
    expect((await reader.get('/v1/webhooks')).status).toBe(200);
    expect(await reader.post('/v1/webhooks', { url: 'http://127.0.0.1:9/' })).toMatchObject({
      status: 403,
      body: { code: 'missing-scope' },
    });
  });

  it('by session is that of the link, until the sign-out, at every gateway', async () => {
    const tenant = await system.createTenant();
    const { session, headers, code } = await openLink(system, tenant.id, {
      environments: ['sandbox'],
      readOnly: true,
    });
    expect(session).toMatchObject({ tenant: { id: tenant.id }, readOnly: true });
    await tenant.createWebhook({ url: receiver.url });
    const browsers = [system.url, (await system.startAnother('gateway')).url].map((url) =>
      apiClient(url, undefined, headers),
    );
    for (const browser of browsers) {
      const { body } = await browser.get<{ data: object[] }>('/v1/webhooks');
      expect(body.data).toHaveLength(1);
      expect(await browser.post('/v1/webhooks', { url: receiver.url })).toMatchObject({
        status: 403,
        body: { code: 'missing-scope' },
      });
      const production = { 'casewire-environment': 'production' };
      expect((await browser.get('/v1/webhooks', { headers: production })).status).toBe(403);
      expect((await browser.get('/v1/tenants')).status).toBe(403);
    }
    expect((await browsers[0]?.delete('/v1/sessions/current'))?.status).toBe(204);
    for (const browser of browsers) {
      expect(await browser.get('/v1/webhooks')).toMatchObject({
        status: 401,
        body: { code: 'session-ended' },
      });
    }
    for (const service of serviceNames) {
      expect(await readFile(system.processOf(service).logFile, 'utf8')).not.toContain(code);
    }
  });

  it('documents every service in one OpenAPI document', async () => {
    const { body } = await apiClient(system.url).get<{ paths: object }>('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/webhooks', '/v1/events', '/v1/invocations', '/v1/invocations/{id}/retry']),
    );
  });
});
