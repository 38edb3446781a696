import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import {
  adminKey,
  internalKey,
  startGateway,
  startOddService,
  startStandIn,
  type StandIn,
} from './gateway.fixture.ts';

/** Nobody listens there: what needs a look-up finds the database away. */
const DATABASE_URL = 'postgres://casewire@127.0.0.1:1/casewire';
const operator = { authorization: `Bearer ${adminKey}` };

const ingestion = useStandIn('/v1/events');
const history = useStandIn('/v1/invocations');
const gateway = useResource(
  () =>
    startGateway({
      DATABASE_URL,
      CASEWIRE_INGESTION_URL: ingestion.url,
      CASEWIRE_HISTORY_URL: history.url,
      CASEWIRE_MAX_EVENT_BYTES: '1024',
      CASEWIRE_AUTH_FAILURES_PER_MINUTE: '2',
    }),
  { close: (service) => service.stop(), per: 'test' },
);

function useStandIn(path: string): StandIn {
  return useResource(() => startStandIn(path), { close: (service) => service.stop(), per: 'test' });
}

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(gateway.url + path, init);
}

describe('the gateway passes on', () => {
  it('method, path, query, body and CloudEvents headers as they are', async () => {
    const answer = await call('/v1/events?x=%20y', {
      method: 'POST',
      headers: {
        ...operator,
        'content-type': 'application/json',
        'ce-type': 'Finished%20Journey',
        'ce-id': '1',
      },
      body: '{"amount":  1.50}',
    });
    expect([answer.status, answer.headers.get('etag'), await answer.json()]).toEqual([
      200,
      '"7"',
      { ok: true },
    ]);
    expect(ingestion.received).toMatchObject([
      {
        method: 'POST',
        url: '/v1/events?x=%20y',
        headers: { 'ce-type': 'Finished%20Journey', 'content-type': 'application/json' },
        body: '{"amount":  1.50}',
      },
    ]);
    await call('/v1/invocations', { headers: operator });
    expect(history.received).toHaveLength(1);
  });

  it('attributes and content types as often as they came, and their bytes as they are', async () => {
    const subject = Buffer.from('Zoë').toString('latin1');
    const request = httpRequest(`${gateway.url}/v1/events`, {
      method: 'POST',
      headers: {
        ...operator,
        'ce-subject': [subject, 'b'],
        'ce-id': ['1', '1'],
        'Content-Type': ['application/json', 'text/plain'],
      },
    });
    // Bytes: with a text, Node would write the headers as UTF-8.
    request.end(Buffer.from('{}'));
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
    const { rawHeaders = [] } = ingestion.received[0] ?? {};
    const valuesOf = (name: string) =>
      rawHeaders.filter((_value, index) => rawHeaders[index - 1]?.toLowerCase() === name);
    expect(['ce-subject', 'ce-id', 'content-type'].map(valuesOf)).toEqual([
      [subject, 'b'],
      ['1', '1'],
      ['application/json', 'text/plain'],
    ]);
  });

  it('an identity of its own making, and neither keys nor a forged identity', async () => {
    await call('/v1/events', {
      headers: {
        ...operator,
        'casewire-tenant': 'acme',
        'casewire-environment': 'sandbox',
        [IDENTITY_HEADER]: 'forged',
      },
    });
    const headers = ingestion.received[0]?.headers ?? {};
    expect(createIdentitySigner(internalKey).verify(String(headers[IDENTITY_HEADER]))).toEqual({
      tenantId: 'acme',
      environment: 'sandbox',
      scopes: ['read', 'payloads', 'write', 'replay', 'secrets'],
      operator: true,
      actor: 'operator',
      requestId: expect.any(String),
    });
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('casewire-tenant');
  });

  it("the client's request id if it is fit for logs, else a new one, and returns it", async () => {
    const own = await call('/v1/events', { headers: { ...operator, 'x-request-id': 'req-1' } });
    expect(own.headers.get('x-request-id')).toBe('req-1');
    const odd = await call('/v1/events', { headers: { ...operator, 'x-request-id': 'no spaces please' } });
    const made = odd.headers.get('x-request-id');
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(ingestion.received.map(({ headers }) => headers['x-request-id'])).toEqual(['req-1', made]);
  });
});

describe('a request without a key', () => {
  const subscriptions = useStandIn('/v1/webhooks');
  const withSubscriptions = useResource(
    () => startGateway({ DATABASE_URL, CASEWIRE_SUBSCRIPTIONS_URL: subscriptions.url }),
    { close: (service) => service.stop(), per: 'test' },
  );

  it('reaches the data of deliveries, as one of somebody who may do nothing, and nothing beside it', async () => {
    const signature = { 'webhook-signature': 'v1,x' };
    const answers = await Promise.all(
      ['/v1/data/address', '/v1/webhooks/w-1/data-fetches', '/v1/webhooks'].map((path) =>
        fetch(withSubscriptions.url + path, { headers: signature }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401]);
    expect(subscriptions.received).toHaveLength(1);
    const { [IDENTITY_HEADER]: identity, ...headers } = subscriptions.received[0]?.headers ?? {};
    expect(headers).toMatchObject(signature);
    expect(createIdentitySigner(internalKey).verify(String(identity))).toEqual({
      scopes: [],
      operator: false,
      actor: expect.stringMatching(/^address .*127\.0\.0\.1$/),
      requestId: expect.any(String),
    });
  });

  it('brings no body, and asks for nothing but the data', async () => {
    const statusOf = async (method: string, body = ''): Promise<number | undefined> => {
      const headers = { 'content-length': body.length };
      const request = httpRequest(`${withSubscriptions.url}/v1/data/address`, { method, headers });
      request.end(body);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    const statuses = await Promise.all([statusOf('GET', 'x'), statusOf('POST'), statusOf('DELETE')]);
    expect(statuses).toEqual([401, 401, 401]);
    expect(subscriptions.received).toEqual([]);
  });

  it('is no way around a wrong key', async () => {
    const wrong = { authorization: 'Bearer wrong' };
    const answer = await fetch(`${withSubscriptions.url}/v1/data/address`, { headers: wrong });
    // The keys are away: it is looked up, and nothing is passed on.
    expect(answer.status).toBe(503);
    expect(subscriptions.received).toEqual([]);
  });
});

describe('the gateway refuses', () => {
  it('requests without a key, before any service sees them', async () => {
    const answer = await call('/v1/events');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="casewire"');
    expect(ingestion.received).toEqual([]);
  });

  it('with 503 what it cannot look up or pass on', async () => {
    const unknown = await call('/v1/events', { headers: { authorization: 'Bearer some-tenant-key' } });
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '2']);
    const away = await call('/v1/webhooks', { headers: operator });
    expect([away.status, await away.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'unavailable', detail: 'the subscriptions service does not answer' }),
    ]);
  });

  it('a body beyond the limit, unread', async () => {
    const body = 'x'.repeat(2049);
    const answer = await call('/v1/events', { method: 'POST', headers: operator, body });
    expect([answer.status, await answer.json()]).toEqual([
      413,
      expect.objectContaining({ code: 'payload-too-large' }),
    ]);
    expect(ingestion.received).toEqual([]);
  });

  it('run requests in the words of the system that their clients were written for', async () => {
    const path = '/api/v1/external/workflows/run';
    const noKey = await call(path, { method: 'POST' });
    expect([noKey.status, noKey.headers.get('content-type'), await noKey.json()]).toEqual([
      401,
      'application/json; charset=utf-8',
      { message: 'send a key: Authorization: Bearer <key>', statusCode: 401 },
    ]);
    const large = await call(path, { method: 'POST', headers: operator, body: 'x'.repeat(2049) });
    expect([large.status, await large.json()]).toEqual([
      413,
      { message: 'at most 2048 bytes are accepted', statusCode: 413 },
    ]);
    const away = await call(path, { method: 'POST', headers: operator });
    expect([away.status, await away.json()]).toEqual([
      503,
      { message: 'the subscriptions service does not answer', statusCode: 503 },
    ]);
  });

  it('what belongs to no service', async () => {
    const answer = await call('/v1/nothing', { headers: operator });
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not-found' }),
    ]);
  });
});

describe('the gateway answers itself', () => {
  it('whether every service is ready', async () => {
    await gateway.started;
    const answer = await call('/readyz');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        version: expect.any(String),
        ready: false,
        checks: {
          postgres: false,
          ingestion: { version: '1.2.3', ready: true, checks: { kafka: true } },
          history: { version: '1.2.3', ready: true, checks: { kafka: true } },
          subscriptions: { ready: false, error: 'does not answer' },
          matching: { ready: false, error: 'does not answer' },
          delivery: { ready: false, error: 'does not answer' },
          inspector: { ready: false, error: 'does not answer' },
          started: true,
        },
      },
    ]);
  });

  it('which services answer, for the operator', async () => {
    const answer = await call('/v1/system', { headers: operator });
    const silent = ['subscriptions', 'matching', 'delivery', 'inspector'];
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        complete: false,
        unavailable: silent,
        services: expect.arrayContaining([
          { name: 'gateway', version: expect.stringMatching(/^\d/), ready: true, away: [] },
          { name: 'ingestion', version: '1.2.3', ready: true, away: [] },
          { name: 'matching', version: null, ready: false, away: [] },
        ]),
      },
    ]);
  });

  it('one description of all services that are there', async () => {
    expect(await (await call('/openapi.json')).json()).toMatchObject({
      paths: { '/v1/events': { get: {} }, '/v1/invocations': { get: {} } },
      'x-casewire-missing': ['subscriptions', 'inspector'],
    });
  });

  it('an empty 404 below the addresses of inspectors, whoever asks, and for whatever', async () => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
      for (const path of ['/inspect', '/inspect/', '/INSPECT/0197a000-0000-7000-8000-000000000001?a=b']) {
        const answer = await call(path, { method, headers: { ...operator, accept: 'text/html' } });
        expect([answer.status, await answer.text()]).toEqual([404, '']);
      }
    }
  });

  it('a page for people, health and metrics', async () => {
    const page = await call('/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await call('/healthz')).status).toBe(200);
    await call('/v1/events', { headers: operator });
    expect(await (await call('/metrics', { headers: operator })).text()).toContain(
      'casewire_gateway_requests_total{service="ingestion",status="200"}',
    );
  });

  it.each(['/metrics', '/METRICS/', '/metrics/x'])('nobody but the operator about %s', async (path) => {
    expect((await call(path)).status).toBe(401);
  });

  it('with headers that keep every answer out of caches and frames, and browsers from guessing and telling', async () => {
    for (const path of [
      '/',
      '/healthz',
      '/nowhere',
      '/metrics',
      '/inspect/x',
      '/v1/events',
      '/v1/webhooks',
    ]) {
      for (const headers of [{}, operator]) {
        const answer = await call(path, { headers });
        expect([path, Object.fromEntries(answer.headers)]).toEqual([
          path,
          expect.objectContaining({
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'no-referrer',
            'content-security-policy': expect.stringMatching(
              /^default-src 'none';.* frame-ancestors 'none'$/,
            ),
          }),
        ]);
      }
    }
  });
});

describe('a client that goes away', () => {
  it('does not disturb the gateway', async () => {
    const request = httpRequest(`${gateway.url}/v1/events`, { method: 'POST', headers: operator });
    request.on('error', () => undefined);
    request.write('the beginning of');
    await once(request, 'socket');
    request.destroy();
    expect((await call('/v1/events', { headers: operator })).status).toBe(200);
  });
});

describe('a service that misbehaves', () => {
  it.each([
    ['never answers', () => undefined],
    [
      'breaks off before it answers',
      (request: IncomingMessage) => {
        request.socket.destroy();
      },
    ],
  ])('and %s is 503', async (_name, listener) => {
    await using odd = await startOddService(listener);
    const beside = await startGateway({
      DATABASE_URL,
      CASEWIRE_INGESTION_URL: odd.url,
      CASEWIRE_UPSTREAM_TIMEOUT_MS: '100',
    });
    expect((await fetch(`${beside.url}/v1/events`, { headers: operator })).status).toBe(503);
    await beside.stop();
  });

  it('and breaks off in the middle of an answer leaves no answer that looks whole', async () => {
    await using odd = await startOddService((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('the beginning of', () => response.destroy());
    });
    const beside = await startGateway({ DATABASE_URL, CASEWIRE_INGESTION_URL: odd.url });
    const read = fetch(`${beside.url}/v1/events`, { headers: operator }).then((answer) => answer.text());
    await expect(read).rejects.toThrow();
    await beside.stop();
  });
});

describe('the log', () => {
  it('has a line for each request with the operator key: whom it acts for, but neither key nor path', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const beside = await startGateway(
      { DATABASE_URL, CASEWIRE_INGESTION_URL: ingestion.url },
      createLogger({ name: 'gateway', level: 'info', destination }),
    );
    await fetch(`${beside.url}/v1/events/event-17`, { headers: { ...operator, 'casewire-tenant': 'acme' } });
    await beside.stop();
    const audit = lines.find((line) => line.includes('request with the operator key')) ?? '{}';
    expect(JSON.parse(audit)).toMatchObject({ method: 'GET', resource: 'v1/events', tenantId: 'acme' });
    expect(lines.join('')).not.toContain('event-17');
    expect(lines.join('')).not.toContain(adminKey);
  });
});
