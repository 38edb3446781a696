import { describe, expect, it } from '@jest/globals';
import { useReceiver } from '@casewire/testing/fixtures';
import { createClient, type ClientOptions } from './client.ts';

const server = useReceiver({ per: 'test' });
const clientWith = (options: ClientOptions = {}) => createClient({ url: server.url, key: 'k', ...options });

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const problem = (code: string, status: number, headers?: Record<string, string>) =>
  json({ type: `urn:casewire:problem:${code}`, title: 'A title', status, code }, status, headers);

/** A call of each kind, by what a repetition of it does. */
const calls = {
  get: () => clientWith().GET('/v1/egress'),
  put: () =>
    clientWith().PUT('/v1/secrets/{name}', { params: { path: { name: 'n' } }, body: { value: 'v' } }),
  'post with a key': () => clientWith().POST('/v1/replays/{id}/pause', { params: { path: { id: 'r' } } }),
  'post without a key': () =>
    clientWith().POST('/v1/webhooks/{id}/verify', {
      params: { path: { id: 'w' } },
      body: { headers: {}, body: '' },
    }),
  patch: () => clientWith().PATCH('/v1/webhooks/{id}', { params: { path: { id: 'w' } }, body: {} }),
  delete: () => clientWith().DELETE('/v1/webhooks/{id}', { params: { path: { id: 'w' } } }),
} as const;

describe('a request', () => {
  it('has its path, query and body filled in, and the key of the client', async () => {
    server.respond(() => json({ data: [], hasNext: false }));
    const client = clientWith({ key: 'secret', tenant: 'acme', environment: 'production' });
    const { data, response } = await client.GET('/v1/invocations/{id}/attempts', {
      params: { path: { id: 'a/b' }, query: { limit: 5, order: 'desc' } },
    });
    expect(data).toEqual({ data: [], hasNext: false });
    expect(response.status).toBe(200);
    const [{ url, headers } = { url: '', headers: {} }] = server.requests;
    expect(url).toBe('/v1/invocations/a%2Fb/attempts?limit=5&order=desc');
    expect(headers).toMatchObject({
      authorization: 'Bearer secret',
      'casewire-tenant': 'acme',
      'casewire-environment': 'production',
    });
    expect(headers).not.toHaveProperty('casewire-session');
  });

  it('gives the text of its answer where that is asked for', async () => {
    const text = '{"data":[{"example":1.50}],"hasNext":false}';
    server.respond(() => ({ headers: { 'content-type': 'application/json' }, body: text }));
    expect((await clientWith().GET('/v1/event-types', { parseAs: 'text' })).data).toBe(text);
    server.respond(() => problem('not-found', 404));
    const refused = clientWith().GET('/v1/event-types', { parseAs: 'text' });
    await expect(refused).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    [{}, '1'],
    [{ embedded: true }, 'embed'],
  ])('without a key belongs to a session, and says so by a header: %j', async (options, header) => {
    server.respond(() => ({ status: 204 }));
    const client = createClient({ url: server.url, ...options });
    const { data } = await client.DELETE('/v1/webhooks/{id}', { params: { path: { id: 'w' } } });
    expect(data).toBeUndefined();
    expect(server.requests[0]?.headers).toMatchObject({ 'casewire-session': header });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('ends when its signal says so, also while it waits to be repeated', async () => {
    server.respond(() => problem('unavailable', 503, { 'retry-after': '9' }));
    const controller = new AbortController();
    const asked = clientWith().GET('/v1/egress', { signal: controller.signal });
    await server.waitForCount(1);
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    expect(server.requests).toHaveLength(1);
  });
});

describe('a request without an answer', () => {
  it.each(['get', 'put', 'post with a key'] as const)('is repeated: %s', async (kind) => {
    server.respond((_request, index) => (index === 0 ? { closeConnection: true } : json({})));
    await calls[kind]();
    const [first, second] = server.requests;
    expect(server.requests).toHaveLength(2);
    expect(second).toMatchObject({ method: first?.method, url: first?.url, body: first?.body });
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  });

  it.each(['post without a key', 'patch', 'delete'] as const)('is not repeated: %s', async (kind) => {
    server.respond(() => ({ closeConnection: true }));
    await expect(calls[kind]()).rejects.toMatchObject({
      name: 'ApiError',
      code: 'no-answer',
      status: undefined,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is one whose answer breaks off, or takes too long', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '100' };
    server.respond((_request, index) =>
      index === 0 ? { headers, body: '{', breakOff: true } : { hang: true },
    );
    const asked = clientWith({ retries: 1, timeoutMs: 500 }).GET('/v1/egress');
    await expect(asked).rejects.toMatchObject({
      code: 'no-answer',
      message: `${server.url} does not answer`,
    });
    expect(server.requests).toHaveLength(2);
  });
});

describe('a refused request', () => {
  it.each(Object.keys(calls) as (keyof typeof calls)[])(
    'is repeated after too many requests: %s',
    async (kind) => {
      server.respond((_request, index) => (index === 0 ? problem('too-many-requests', 429) : json({})));
      await calls[kind]();
      expect(server.requests).toHaveLength(2);
    },
  );

  it('is repeated when Retry-After is over, and not more often than it may be', async () => {
    server.respond(() => problem('overloaded', 503, { 'retry-after': '1' }));
    await expect(clientWith({ retries: 1 }).GET('/v1/egress')).rejects.toMatchObject({
      code: 'overloaded',
      status: 503,
      retryAfterMs: 1_000,
    });
    const [first, second] = server.requests;
    expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(990);
    expect(server.requests).toHaveLength(2);
  });

  it('is not repeated after a wait that is for a person to decide', async () => {
    server.respond(() => problem('too-many-requests', 429, { 'retry-after': '60' }));
    await expect(calls.get()).rejects.toMatchObject({ code: 'too-many-requests', retryAfterMs: 60_000 });
    expect(server.requests).toHaveLength(1);
  });

  it('is repeated while the first one with its key is carried out', async () => {
    server.respond((_request, index) =>
      index === 0 ? problem('idempotency-key-in-progress', 409) : json({ id: 'r' }),
    );
    await calls['post with a key']();
    expect(server.requests).toHaveLength(2);
  });

  it('is not repeated where it was understood', async () => {
    server.respond(() => problem('invalid-state', 409));
    await expect(calls['post with a key']()).rejects.toMatchObject({ code: 'invalid-state' });
    expect(server.requests).toHaveLength(1);
  });

  it('tells code, fields, request id and what else the problem says', async () => {
    const document = {
      code: 'validation-failed',
      title: 'The body breaks a rule',
      detail: 'see errors',
      errors: [{ path: 'url', message: 'is missing' }],
      oldest: '2026-01-01',
    };
    server.respond(() => json(document, 422, { 'x-request-id': 'req-1' }));
    await expect(calls.patch()).rejects.toMatchObject({
      code: 'validation-failed',
      message: 'see errors',
      errors: document.errors,
      requestId: 'req-1',
      details: { oldest: '2026-01-01' },
    });
  });

  it.each([
    ['a page of a proxy', { status: 413, body: '<h1>Too large</h1>' }, 'the answer was 413'],
    ["Ballerine's form", json({ message: 'Validation error', statusCode: 400 }, 400), 'Validation error'],
  ])('has an unknown code in %s', async (_what, answer, message) => {
    server.respond(() => answer);
    await expect(calls.patch()).rejects.toMatchObject({ code: 'unknown', status: answer.status, message });
  });
});

describe('an Idempotency-Key', () => {
  it('is new for each call, and the own one of a call that has it', async () => {
    server.respond(() => json({}));
    await calls['post with a key']();
    await calls['post with a key']();
    await clientWith().POST('/v1/replays/{id}/pause', {
      params: { path: { id: 'r' }, header: { 'Idempotency-Key': 'mine' } },
    });
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe('mine');
  });

  it('is not sent where none is taken', async () => {
    server.respond(() => json({}));
    await calls['post without a key']();
    expect(server.requests[0]?.headers).not.toHaveProperty('idempotency-key');
  });
});

describe('a list', () => {
  it('is followed by the cursors of its items to its end', async () => {
    server.respond((_request, index) =>
      json({ data: [{ id: `event-${index}`, uid: `uid-${index}` }], hasNext: index < 2 }),
    );
    const ids = [];
    for await (const { id } of clientWith().items('/v1/events', { params: { query: { type: 't' } } }))
      ids.push(id);
    expect(ids).toEqual(['event-0', 'event-1', 'event-2']);
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/events?type=t',
      '/v1/events?type=t&after=uid-0',
      '/v1/events?type=t&after=uid-1',
    ]);
  });

  it('is read no further than it is asked for', async () => {
    server.respond(() => json({ data: [{ name: 'a' }], hasNext: true }));
    for await (const page of clientWith().pages('/v1/secrets')) {
      expect(page.data).toHaveLength(1);
      break;
    }
    expect(server.requests).toHaveLength(1);
  });
});
