import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { serviceNames } from '@casewire/config';
import { apiClient, eventually } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { openPage, useBrowser } from './support/browser.ts';
import { workflowEvent } from './support/events.ts';
import { readHistory } from './support/ledger.ts';
import { openLink, ownPage } from './support/sessions.ts';
import {
  blockForeignCookies,
  browserArguments,
  FORGETS_PARTITIONED,
  startTlsSites,
} from './support/tls-sites.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({}, 'each');
const receiver = useReceiver();
const anotherGateway = useResource(() => system.startAnother('gateway'));
const sites = useResource(startTlsSites, { close: (all) => all.close() });
/** The gateway that people reach over TLS. */
const secureGateway = useResource(startSecureGateway);
const browser = useBrowser(browserArguments);

async function startSecureGateway() {
  const { casewire, portal } = sites.origins;
  const gateway = await system.startAnother('gateway', {
    CASEWIRE_PUBLIC_URL: casewire,
    CASEWIRE_PORTAL_ORIGINS: portal,
  });
  sites.passOnTo(gateway.url);
  return gateway;
}

interface CreatedLink {
  readonly url: string;
  readonly embedUrl: string | null;
}

/** @param gateway whose addresses the link has */
async function createLink(tenantId: string, gateway: string): Promise<CreatedLink & { code: string }> {
  const path = `/v1/tenants/${tenantId}/portal-links`;
  const { body } = await apiClient(gateway, system.adminKey).post<CreatedLink>(path, {
    environments: ['sandbox'],
  });
  return { ...body, code: new URL(body.url).hash.slice(1) };
}

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
    const { session, headers } = await openLink(system, tenant.id, {
      environments: ['sandbox'],
      readOnly: true,
    });
    expect(session).toMatchObject({ tenant: { id: tenant.id }, readOnly: true });
    await tenant.createWebhook({ url: receiver.url });
    const pages = [system.url, anotherGateway.url].map((url) => apiClient(url, undefined, headers));
    for (const page of pages) {
      const { body } = await page.get<{ data: object[] }>('/v1/webhooks');
      expect(body.data).toHaveLength(1);
      expect(await page.post('/v1/webhooks', { url: receiver.url })).toMatchObject({
        status: 403,
        body: { code: 'missing-scope' },
      });
      const production = { 'casewire-environment': 'production' };
      expect((await page.get('/v1/webhooks', { headers: production })).status).toBe(403);
      expect((await page.get('/v1/tenants')).status).toBe(403);
    }
    expect((await pages[0]?.delete('/v1/sessions/current'))?.status).toBe(204);
    for (const page of pages) {
      expect(await page.get('/v1/webhooks')).toMatchObject({
        status: 401,
        body: { code: 'session-ended' },
      });
    }
  });

  it('by a link begins one session, however often it is opened and used, and no log has its code', async () => {
    const tenant = await system.createTenant();
    const { url, code } = await createLink(tenant.id, system.url);
    for (let times = 0; times < 3; times++) {
      expect((await fetch(url, { headers: { accept: 'text/html' } })).status).toBe(200);
    }
    const { page, context } = await openPage(browser);
    await page.goto(url);
    await page.getByRole('heading', { name: /^Open as/ }).waitFor();
    expect(page.url()).not.toContain(code);
    await context.close();

    const gateways = [system.url, anotherGateway.url];
    const exchanges = await Promise.all(
      [...gateways, ...gateways].map((gateway) =>
        apiClient(gateway).post('/v1/sessions', { code }, ownPage(system)),
      ),
    );
    expect(exchanges.map(({ status }) => status).toSorted()).toEqual([201, 410, 410, 410]);
    const processes = [...serviceNames.map((service) => system.processOf(service)), anotherGateway];
    for (const { logFile } of processes) expect(await readFile(logFile, 'utf8')).not.toContain(code);
  });

  it('documents every service in one OpenAPI document', async () => {
    const { body } = await apiClient(system.url).get<{ paths: object }>('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/webhooks', '/v1/events', '/v1/invocations', '/v1/invocations/{id}/retry']),
    );
  });
});

describe('a frame of another site', () => {
  const embedded = (path: string) => `${sites.origins.casewire}/embed${path}`;

  it('opens a link at once, in a session that exists within that site alone', async () => {
    const tenant = await system.createTenant();
    const { embedUrl } = await createLink(tenant.id, secureGateway.url);
    const { page, context, faults } = await openPage(browser);
    await blockForeignCookies(page);
    const frame = page.frameLocator('iframe');
    await page.goto(sites.framing('portal', embedUrl ?? ''));
    await frame.getByRole('heading', { name: 'Overview' }).waitFor();
    await frame.getByRole('link', { name: 'Webhooks', exact: true }).click();
    await frame.getByRole('link', { name: 'New webhook' }).first().click();
    await frame.getByRole('textbox', { name: 'URL' }).fill(receiver.url);
    await frame.getByRole('button', { name: 'Create webhook' }).click();
    await frame.getByText('The webhook is ready').waitFor();
    expect(await context.cookies()).toEqual([
      expect.objectContaining({
        ...{ name: '__Host-casewire-embed', domain: 'casewire.example.test', path: '/' },
        ...{ httpOnly: true, secure: true, sameSite: 'None' },
        partitionKey: 'https://example-bank.test',
      }),
    ]);

    await page.reload();
    await frame.getByText('This link does not work any more').waitFor();
    const path = `/t/${tenant.id}/sandbox`;
    await page.goto(`${sites.origins.casewire}${path}`);
    await page.getByText('Sign in to Casewire').waitFor();
    await page.goto(embedded(path));
    await page.getByText('You are not signed in').waitFor();

    await page.goto(sites.framing('portal', embedded(path)));
    await frame.getByRole('button', { name: 'Session' }).click();
    await frame.getByRole('menuitem', { name: 'Sign out' }).click();
    await frame.getByText('You are not signed in').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says where the browser keeps no cookie for it, and leaves the link to a tab of its own', async () => {
    const tenant = await system.createTenant();
    const { embedUrl } = await createLink(tenant.id, secureGateway.url);
    const { page, context } = await openPage(browser);
    await blockForeignCookies(page);
    await context.addInitScript(FORGETS_PARTITIONED);
    await page.goto(sites.framing('portal', embedUrl ?? ''));
    const frame = page.frameLocator('iframe');
    await frame.getByText('Your browser keeps nobody signed in here').waitFor();
    const opening = context.waitForEvent('page');
    await frame.getByRole('link', { name: 'Open in a new tab' }).click();
    const tab = await opening;
    await tab.getByRole('button', { name: 'Open', exact: true }).click();
    await tab.getByRole('heading', { name: 'Overview' }).waitFor();
    await context.close();
  });

  it('stays blank on a site that is not listed, and where it would be any other page', async () => {
    const tenant = await system.createTenant();
    const { url, embedUrl, code } = await createLink(tenant.id, secureGateway.url);
    const { page, context, faults } = await openPage(browser);
    const operatorPage = `${sites.origins.casewire}/operator`;
    const pages = [
      sites.framing('stranger', embedUrl ?? ''),
      ...[url, operatorPage, `${sites.origins.casewire}/docs`].map((each) => sites.framing('portal', each)),
    ];
    for (const [index, each] of pages.entries()) {
      await page.goto(each);
      await eventually(() => {
        expect(page.frames().map((frame) => frame.url())).toEqual([each, 'chrome-error://chromewebdata/']);
        expect(faults).toHaveLength(index + 1);
      });
    }
    expect(faults.filter((fault) => !fault.includes('frame-ancestors'))).toEqual([]);
    const ofSecure = { ...ownPage(system), origin: sites.origins.casewire };
    expect((await apiClient(secureGateway.url).post('/v1/sessions', { code }, ofSecure)).status).toBe(201);
    await context.close();
  });
});
