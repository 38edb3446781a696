import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { INSPECTION_HEADER, sealInspection } from '@casewire/events';
import { eventually, type Tenant } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { isInWindow, pixelsBeyondTheEdge } from './support/browser.ts';
import { workflowEvent } from './support/events.ts';
import { usePages } from './support/use-pages.ts';
import { useSystem } from './support/use-system.ts';

const internalKey = randomBytes(32).toString('hex');
// No address of this machine is a target: what arrives came by the way of inspectors.
const system = useSystem({ CASEWIRE_ALLOW_PRIVATE_TARGETS: 'none', CASEWIRE_INTERNAL_KEY: internalKey });
const { browser, open, signIn } = usePages(system);

interface Inspector {
  readonly id: string;
  readonly url: string;
}

interface Kept {
  readonly method: string;
  readonly webhookId: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: { readonly content: string };
  readonly signature: { readonly genuine: boolean; readonly reason: string | null };
  readonly answered: number;
}

async function createInspector(tenant: Tenant, respond: object = {}): Promise<Inspector> {
  const answer = await tenant.api.post<Inspector>('/v1/inspectors', { respond });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function keptBy(tenant: Tenant, { id }: Inspector): Promise<readonly Kept[]> {
  const { body } = await tenant.api.get<{ data: Kept[] }>(`/v1/inspectors/${id}/requests`);
  return body.data;
}

const NINE_CLICKS = 9;
const A_MINUTE_MS = 60_000;

describe('an inspector in the dashboard', () => {
  it('leads from a link to a first verified delivery, in few clicks and less than a minute', async () => {
    const tenant = await system.createTenant();
    const link = await system.operator.post<{ url: string }>(`/v1/tenants/${tenant.id}/portal-links`, {
      environments: ['sandbox'],
    });
    const page = await open();
    const began = Date.now();
    let clicks = 0;
    const click = async (target: Locator) => {
      clicks += 1;
      await target.click();
    };
    await page.goto(link.body.url);
    await click(page.getByRole('button', { name: 'Open', exact: true }));
    await click(page.getByRole('navigation').getByRole('link', { name: 'Inspector', exact: true }));
    await click(page.getByRole('button', { name: 'Create an inspector' }));
    await click(page.getByRole('button', { name: 'Register a webhook for it' }));
    await click(page.getByRole('button', { name: 'Send a test' }));
    await page.getByText('Signature right').waitFor();
    await page.getByText('A secret of the webhook has signed these bytes').waitFor();
    expect(await page.getByRole('img', { name: 'Passed' }).count()).toBe(2);
    // The usual scheme of this family signs no time.
    await page.getByRole('img', { name: 'Not made' }).waitFor();
    expect(clicks).toBeLessThan(NINE_CLICKS);
    expect(Date.now() - began).toBeLessThan(A_MINUTE_MS);
  });

  it('shows live what an event leads to, when the receiver is made to fail, and when it is mended', async () => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant);
    await tenant.createWebhook({
      url: inspector.url,
      name: 'Mine',
      retry: { delaysSeconds: [2, 2, 2, 2, 2] },
    });
    const page = await signIn(tenant.key, { path: `/t/${tenant.id}/sandbox/inspector` });
    await page.getByText('Nothing has arrived yet.').waitFor();
    await page.getByText('500', { exact: true }).click();
    await page.getByText('It answers so from the next request on.').waitFor();
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await page.getByText('answered 500').first().waitFor();
    await page.getByText('200', { exact: true }).click();
    await page.getByText('answered 200').first().waitFor();
  });

  it.each([1_280, 390])('does not scroll sideways at %d pixels', async (width) => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant, { status: 410 });
    const { id } = await tenant.createWebhook({ url: inspector.url, events: ['workflow.completed'] });
    await tenant.api.post(`/v1/webhooks/${id}/test`, {});
    const page = await signIn(tenant.key, { path: `/t/${tenant.id}/sandbox/inspector`, width });
    await page.getByText('Signature right').waitFor();
    expect(await pixelsBeyondTheEdge(page)).toBe(0);
  });

  it('brings a request into view that is chosen in a small window', async () => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant);
    const { id } = await tenant.createWebhook({ url: inspector.url, events: ['workflow.completed'] });
    for (let tests = 0; tests < 4; tests += 1) await tenant.api.post(`/v1/webhooks/${id}/test`, {});
    const page = await signIn(tenant.key, { path: `/t/${tenant.id}/sandbox/inspector` });
    await page.setViewportSize({ width: 390, height: 400 });
    const heading = page.getByRole('heading', { name: 'Signature', exact: true });
    await heading.waitFor();
    expect(await isInWindow(heading)).toBe(false);
    await page.getByRole('button', { name: /^POST/ }).nth(1).click();
    await eventually(async () => {
      expect(await isInWindow(heading)).toBe(true);
    });
  });

  it('says that it has expired, and what that means', async () => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant);
    await tenant.api.delete(`/v1/inspectors/${inspector.id}`);
    const path = `/t/${tenant.id}/sandbox/inspector?inspector=${inspector.id}`;
    const page = await signIn(tenant.key, { path });
    await page.getByText('This inspector has expired').waitFor();
    await page.getByRole('button', { name: 'Create an inspector' }).click();
    await page.getByText('Nothing has arrived yet.').waitFor();
  });
});

describe('a webhook for an inspector', () => {
  it('gets deliveries and tests there, signed, and kept without secrets', async () => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant, { status: 202 });
    const webhook = await tenant.createWebhook({
      url: inspector.url,
      events: ['workflow.completed'],
      auth: { bearer: { token: 'correct-horse-battery' } },
    });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await eventually(async () => {
      expect(await keptBy(tenant, inspector)).toHaveLength(1);
    });
    const test = await tenant.api.post(`/v1/webhooks/${webhook.id}/test`, {});
    expect(test).toMatchObject({ status: 200, body: { outcome: 'delivered', responseCode: 202 } });
    const kept = await keptBy(tenant, inspector);
    expect(kept).toHaveLength(2);
    for (const { signature, webhookId, answered, headers } of kept) {
      expect([signature.genuine, webhookId, answered]).toEqual([true, webhook.id, 202]);
      expect(headers).toContainEqual({ name: 'Authorization', value: '[redacted]' });
    }
    expect(JSON.stringify(kept)).not.toContain('correct-horse');
    expect(JSON.stringify(kept)).not.toContain(INSPECTION_HEADER);
  });

  it('is refused for an inspector of another tenant, in production, and for one that has expired', async () => {
    const [tenant, other] = [await system.createTenant(), await system.createTenant()];
    const { id, url } = await createInspector(tenant);
    const production = await tenant.inProduction();
    for (const { api } of [other, production]) {
      expect(await api.post('/v1/webhooks', { url })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'url' }] },
      });
    }
    expect((await production.api.post('/v1/inspectors', {})).status).toBe(403);
    await tenant.api.delete(`/v1/inspectors/${id}`);
    expect(await tenant.api.post('/v1/webhooks', { url })).toMatchObject({ status: 422 });
  });

  it('can be changed when its inspector has expired, and its deliveries fail with 404', async () => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant);
    const webhook = await tenant.createWebhook({ url: inspector.url, events: ['workflow.completed'] });
    await tenant.api.delete(`/v1/inspectors/${inspector.id}`);
    expect((await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { name: 'Renamed' })).status).toBe(200);
    expect(await tenant.api.post(`/v1/webhooks/${webhook.id}/test`, {})).toMatchObject({
      body: { outcome: 'rejected', responseCode: 404 },
    });
  });

  it('is refused for every other address of Casewire itself', async () => {
    const tenant = await system.createTenant();
    const { url, id } = await createInspector(tenant);
    for (const other of [
      `${system.url}/`,
      `${system.url}/v1/tenants`,
      `${system.url}/inspect/`,
      `${url}/`,
      `${url}?a=b`,
      `${url}/../../v1/tenants`,
      `${system.url}/inspect/%2e%2e/v1/tenants`,
      `${system.url}/inspect/{secret.ID}`,
      url.replace(id, id.toUpperCase()),
      url.replace('http:', 'https:'),
    ]) {
      expect([other, await tenant.api.post('/v1/webhooks', { url: other })]).toMatchObject([
        other,
        {
          status: 422,
          body: { errors: [{ path: 'url', message: expect.stringContaining('Casewire itself') }] },
        },
      ]);
    }
  });
});

describe('anybody but delivery', () => {
  const nothing = [404, ''];

  async function stranger(url: string, method = 'GET', headers: Record<string, string> = {}) {
    const answer = await fetch(url, { method, headers, redirect: 'manual' });
    return [answer.status, await answer.text()];
  }

  it('gets an empty 404 from the gateway and from the service, whatever they send', async () => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant, { body: 'secret' });
    const behind = `${system.processOf('inspector').url}/inspect/${inspector.id}`;
    const spoofed = {
      [INSPECTION_HEADER]: `${Buffer.from(JSON.stringify({ inspectorId: inspector.id })).toString('base64url')}.AAAA`,
      'casewire-identity': 'e30.e30.AAAA',
      authorization: `Bearer ${tenant.key}`,
      accept: 'text/html',
    };
    for (const url of [inspector.url, `${inspector.url}/`, `${system.url}/inspect`, behind]) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
        expect([url, method, await stranger(url, method)]).toEqual([url, method, nothing]);
        expect([url, method, await stranger(url, method, spoofed)]).toEqual([url, method, nothing]);
      }
    }
    expect(await keptBy(tenant, inspector)).toEqual([]);
  });

  it('runs nothing of it in a browser, and no cookie of it is kept', async () => {
    const tenant = await system.createTenant();
    const body = '<script>document.title = "run"; document.cookie = "a=b"</script>';
    const { url } = await createInspector(tenant, { body });
    const page = await open();
    const answer = await page.goto(url);
    expect([answer?.status(), await answer?.text()]).toEqual(nothing);
    expect(await page.title()).toBe('');
    expect(await page.context().cookies()).toEqual([]);
  });
});

/** Runs in a page: what becomes of an address that is loaded as a script, and as a service worker. */
const LOAD_AS_SCRIPT = `async (url) => {
  const script = document.createElement('script');
  script.src = url;
  const loaded = new Promise((resolve) => {
    script.onload = () => resolve('loaded');
    script.onerror = () => resolve('refused');
  });
  document.head.append(script);
  const worker = navigator.serviceWorker?.register(url).then(() => 'registered', () => 'refused') ?? 'refused';
  return [await loaded, await worker];
}`;

describe('an answer of an inspector, should a browser ever get it', () => {
  /** Passes requests on to the service with the header of delivery, which no browser has. */
  async function startSealing(tenantId: string, inspectorId: string, webhookId: string) {
    const inspection = {
      ...{ tenantId, inspectorId, webhookId, invocationId: webhookId },
      ...{ family: 'ballerine', attempt: 1, shownHeaders: {} },
    };
    const server = createServer((incoming, outgoing) => {
      const headers = {
        ...incoming.headers,
        [INSPECTION_HEADER]: sealInspection(inspection, Date.now(), internalKey),
      };
      const onward = request(
        system.processOf('inspector').url + (incoming.url ?? ''),
        { headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  }

  it.each([
    'document.title = "run"; document.cookie = "a=b"',
    '<script>document.title = "run"; document.cookie = "a=b"</script>',
    { a: '<script>document.title = "run"</script>' },
  ])('runs nothing as a page, as a script or as a worker: %j', async (body) => {
    const tenant = await system.createTenant();
    const inspector = await createInspector(tenant, { body });
    const webhook = await tenant.createWebhook({ url: inspector.url });
    await using sealing = await startSealing(tenant.id, inspector.id, webhook.id);
    const context = await browser.newContext({ serviceWorkers: 'allow' });
    const page = await context.newPage();
    const url = `${sealing.url}/inspect/${inspector.id}`;
    const answer = await page.goto(url);
    expect(answer?.status()).toBe(200);
    expect(await answer?.text()).toBe(typeof body === 'string' ? body : JSON.stringify(body));
    expect(answer?.headers()).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(await page.title()).toBe('');
    await page.goto(`${sealing.url}/healthz`);
    expect(await page.evaluate(`(${LOAD_AS_SCRIPT})(${JSON.stringify(url)})`)).toEqual([
      'refused',
      'refused',
    ]);
    expect(await page.title()).toBe('');
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });
});
