import { describe, expect, it } from '@jest/globals';
import { eventually, selfSignedCertificate, startReceiver, type ReceivedRequest } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered } from './support/ledger.ts';
import { OneSecretReceiver } from './support/one-secret-receiver.ts';
import { startSteadyEvents } from './support/steady-events.ts';
import { useSystem } from './support/use-system.ts';

interface Attempt {
  readonly outcome: string;
  readonly error?: string;
  readonly responseBody?: string;
  readonly request: { readonly headers: Readonly<Record<string, string>> };
}

const system = useSystem();
const tenant = useResource(() => system.createTenant(), { per: 'test' });
const receiver = useReceiver({ per: 'test' });
const tokenServer = useReceiver({ per: 'test' });

const server = selfSignedCertificate('localhost');
const client = selfSignedCertificate('casewire.example');
const mtls = { certificate: client.certificate, privateKey: client.key };
const tls = { certificateAuthorities: server.certificate, minVersion: '1.3' };

/** A receiver that takes no request without the client certificate. */
const demanding = useReceiver({
  tls: { key: server.key, cert: server.certificate, ca: client.certificate, requestCert: true },
  per: 'test',
});

function oauth2() {
  return { tokenUrl: `${tokenServer.url}/token`, clientId: 'casewire', clientSecret: 'correct-horse' };
}

/** Gives the tokens token-1, token-2, ... */
function giveTokens(): void {
  tokenServer.respond((_request, index) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ access_token: `token-${index + 1}`, token_type: 'Bearer', expires_in: 600 }),
  }));
}

async function attemptsOf(webhookId: string): Promise<Attempt[]> {
  const { body } = await tenant.api.get<{ data: { id: string }[] }>(`/v1/invocations?webhook=${webhookId}`);
  const pages = await Promise.all(
    body.data.map(({ id }) => tenant.api.get<{ data: Attempt[] }>(`/v1/invocations/${id}/attempts`)),
  );
  return pages.flatMap((page) => page.body.data);
}

function testSend(webhookId: string) {
  return tenant.api.post<Attempt>(`/v1/webhooks/${webhookId}/test`, { eventType: 'workflow.completed' });
}

describe('a receiver that asks for an access token', () => {
  it('gets one, and another one once when it refuses it; the history shows neither', async () => {
    giveTokens();
    receiver.respond(({ headers }) => ({
      status: receiver.requests.length > 1 && headers.authorization === 'Bearer token-1' ? 401 : 200,
      body: `you sent ${headers.authorization ?? ''}`,
    }));
    const { id } = await tenant.createWebhook({ url: receiver.url, auth: { oauth2: oauth2() } });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await receiver.waitForCount(1);
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await receiver.waitForCount(3);
    const sent = receiver.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
    expect(tokenServer.requests).toHaveLength(2);
    const attempts = await eventually(async () => {
      const found = await attemptsOf(id);
      expect(found).toHaveLength(2);
      return found;
    });
    for (const { outcome, responseBody, request } of attempts) {
      expect([outcome, responseBody]).toEqual(['delivered', 'you sent Bearer [redacted]']);
      expect(request.headers['Authorization']).toBe('[redacted]');
    }
  });

  it('gets nothing without one, and the owner reads why; secrets are never shown', async () => {
    tokenServer.respond(() => ({
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: '{"error":"invalid_scope"}',
    }));
    const { id } = await tenant.createWebhook({ url: receiver.url, auth: { oauth2: oauth2() } });
    expect((await testSend(id)).body).toMatchObject({
      outcome: 'no-access-token',
      error: 'the token endpoint answered 400: invalid_scope',
    });
    expect(receiver.requests).toHaveLength(0);
    const { body } = await tenant.api.get<object>(`/v1/webhooks/${id}`);
    expect(body).toMatchObject({
      auth: { oauth2: { clientId: 'casewire', clientAuthentication: 'client_secret_basic' } },
    });
    expect(JSON.stringify(body)).not.toContain('correct-horse');
  });
});

describe('a receiver that asks for a client certificate', () => {
  it('gets it, and only from the webhook that has it', async () => {
    const { id } = await tenant.createWebhook({ url: demanding.url, auth: { mtls }, tls });
    const stranger = await tenant.createWebhook({ url: demanding.url, tls });
    const distrusting = await tenant.createWebhook({ url: demanding.url, auth: { mtls } });
    expect((await testSend(id)).body).toMatchObject({ outcome: 'delivered' });
    for (const other of [stranger, distrusting]) {
      expect((await testSend(other.id)).body).toMatchObject({ outcome: 'tls-error' });
    }
    expect(demanding.requests).toHaveLength(1);
    expect((await tenant.api.get(`/v1/webhooks/${id}`)).body).toMatchObject({
      auth: { mtls: { subject: 'CN=casewire.example' } },
      tls: { minVersion: '1.3' },
    });
  });

  it('speaks TLS no older than the webhook wants', async () => {
    const old = await startReceiver({
      tls: { key: server.key, cert: server.certificate, maxVersion: 'TLSv1.2' },
    });
    const { id } = await tenant.createWebhook({ url: old.url, tls });
    expect((await testSend(id)).body).toMatchObject({
      outcome: 'tls-error',
      error: 'the receiver does not speak TLS 1.3',
    });
    await old.close();
  });
});

describe('settings of authentication that make no sense', () => {
  const other = selfSignedCertificate('other.example');
  const expired = selfSignedCertificate('old.example', new Date('2020-01-15'));
  it.each<[string, string, object]>([
    [
      'auth.mtls.privateKey',
      'does not belong to the certificate',
      { auth: { mtls: { ...mtls, privateKey: other.key } } },
    ],
    [
      'auth.mtls.certificate',
      'expired at 2020',
      { auth: { mtls: { certificate: expired.certificate, privateKey: expired.key } } },
    ],
    ['auth.mtls', 'needs a `url` that begins with https://', { url: 'http://127.0.0.1:9/', auth: { mtls } }],
    ['tls', 'needs a `url` that begins with https://', { url: 'http://127.0.0.1:9/', tls }],
    [
      'auth.oauth2.tokenUrl',
      'is a private or special address',
      { auth: { oauth2: { tokenUrl: 'https://10.1.2.3/', clientId: 'a', clientSecret: 'b' } } },
    ],
    [
      'auth.oauth2.tokenUrl',
      'cannot hold placeholders',
      { auth: { oauth2: { tokenUrl: 'https://id.example/{a}', clientId: 'a', clientSecret: 'b' } } },
    ],
    ['auth.oauth2', 'names no way', { auth: { oauth2: { tokenUrl: 'https://id.example/', clientId: 'a' } } }],
  ])('are refused by %s, which %s', async (path, message, settings) => {
    expect(
      await tenant.api.post('/v1/webhooks', { url: 'https://receiver.example/', ...settings }),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ path, message: expect.stringContaining(message) }] },
    });
  });
});

interface SigningLibrary {
  readonly signing: object;
  /** Throws unless the request is genuine. */
  readonly verify: (request: ReceivedRequest, secret: string) => unknown;
  /** The headers that sign a text now. */
  readonly sign: (text: string, secret: string) => Record<string, string>;
}

const libraries: [string, SigningLibrary][] = [
  [
    'standardwebhooks',
    {
      signing: { scheme: 'standard-webhooks' },
      verify: ({ body, headers }, secret) => new StandardWebhook(secret).verify(body, texts(headers)),
      sign: (text, secret) => standardHeaders(new StandardWebhook(secret), text),
    },
  ],
  [
    'svix',
    {
      signing: { scheme: 'standard-webhooks' },
      verify: ({ body, headers }, secret) => {
        new SvixWebhook(secret).verify(body, texts(headers));
      },
      sign: (text, secret) => standardHeaders(new SvixWebhook(secret), text),
    },
  ],
  [
    'stripe',
    {
      signing: { scheme: 'timestamped-hex', header: 'Stripe-Signature', keyEncoding: 'utf8' },
      verify: ({ body, headers }, secret) =>
        Stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret),
      sign: (text, secret) => ({
        'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: text, secret }),
      }),
    },
  ],
];

function standardHeaders(
  webhook: { readonly sign: (id: string, at: Date, text: string) => string },
  text: string,
): Record<string, string> {
  const at = new Date();
  return {
    'webhook-id': 'fetch-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': webhook.sign('fetch-1', at, text),
  };
}

function texts(headers: ReceivedRequest['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

describe.each(libraries)('the package %s', (_name, { signing, verify, sign }) => {
  const data = workflowData({ context: { name: 'Ann', score: 1.5 } });

  /** Delivers a part of the data, with a token, over mutual TLS. */
  async function deliver(format: string) {
    giveTokens();
    const { secret } = await tenant.createWebhook({
      url: demanding.url,
      auth: { oauth2: oauth2(), mtls },
      tls,
      format,
      payload: { omit: ['/context/name'] },
      signing,
    });
    await system.upstream.publish([workflowEvent(tenant.id, { data })]);
    await demanding.waitForCount(1);
    const [request] = demanding.requests;
    if (request === undefined) throw new Error('nothing came');
    expect(request.headers.authorization).toBe('Bearer token-1');
    return { request, secret };
  }

  it('accepts the signature of a part of the data, with a token, over mutual TLS', async () => {
    const { request, secret } = await deliver('cloudevents');
    expect(() => verify(request, secret)).not.toThrow();
    expect(request.body.toString()).not.toContain('Ann');
  });

  it('accepts the signature of a thin body, and signs the request for its data', async () => {
    const { request, secret } = await deliver('thin');
    expect(() => verify(request, secret)).not.toThrow();
    const { dataUrl } = JSON.parse(request.body.toString()) as { readonly dataUrl: string };
    const answer = await fetch(dataUrl, { headers: sign(dataUrl, secret) });
    expect([answer.status, await answer.json()]).toEqual([200, { ...data, context: { score: 1.5 } }]);
  });
});

/** Events of a batch, five batches a second: with two webhooks, 50 deliveries a second. */
const BATCH = 5;
const EVERY_MS = 200;

describe('a receiver that knows one secret at a time', () => {
  it('refuses nothing of 50 a second while secrets are rotated, and takes nothing of the old ones after that', async () => {
    const strict = new OneSecretReceiver(receiver);
    const webhooks = await Promise.all(
      OneSecretReceiver.paths.map(async (path) => {
        const signing = { scheme: path.slice(1) };
        const created = await tenant.createWebhook({ url: receiver.url + path, signing, retry: 'none' });
        strict.know(path, created.secret);
        return { path, ...created };
      }),
    );
    const untilSigned = (since: number, by: 'one' | 'two', count: number) =>
      eventually(() => {
        for (const { path } of webhooks)
          expect(strict.signedBy(path, since)[by]).toBeGreaterThanOrEqual(count);
      });
    const batch = () => Array.from({ length: BATCH }, () => workflowEvent(tenant.id));
    const load = startSteadyEvents(system.upstream, batch, { everyMs: EVERY_MS, atMost: 150 });
    await untilSigned(0, 'one', 25);
    const [first] = receiver.requests;

    const rotatedAt = receiver.requests.length;
    const fresh = await Promise.all(
      webhooks.map(async ({ id, path }) => {
        const body = { overlapSeconds: 5 };
        const { body: rotated } = await tenant.api.post<{ secret: string }>(
          `/v1/webhooks/${id}/secret/rotate`,
          body,
        );
        return { path, secret: rotated.secret };
      }),
    );
    await untilSigned(rotatedAt, 'two', 10);
    for (const { path, secret } of fresh) strict.know(path, secret);
    await untilSigned(receiver.requests.length, 'one', 10);
    const published = await load.stop();
    const delivered = await untilDelivered(tenant.api, 2 * published.length);
    expect([strict.refused, delivered.length]).toEqual([0, 2 * published.length]);

    const old = webhooks.find(({ path }) => path === first?.url);
    const { body: verification } = await tenant.api.post(`/v1/webhooks/${old?.id ?? ''}/verify`, {
      headers: texts(first?.headers ?? {}),
      body: first?.body.toString(),
    });
    expect(verification).toMatchObject({ genuine: false, reason: 'signature-mismatch' });
    for (const { path, secret } of webhooks) strict.know(path, secret);
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await eventually(async () => {
      const failed = await readHistory(tenant.api, { status: 'failed' });
      expect(failed.map(({ responseCode }) => responseCode)).toEqual([401, 401]);
    });
  });
});
