import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IncomingMessage, RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startTcpServer, type LocalServer } from './local-server.ts';
import { at, TestBench } from './test-bench.ts';

describe('createHttpClient', () => {
  let bench: TestBench;
  let received: { request: IncomingMessage; body: string }[];

  beforeEach(() => {
    received = [];
    bench = new TestBench();
  });

  afterEach(() => bench.close());

  /** A server that notes what it receives and then answers as told. */
  function receiver(answer: RequestListener): Promise<LocalServer> {
    return bench.server((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ request, body: Buffer.concat(chunks).toString() });
        answer(request, response);
      });
    });
  }

  const post: TestBench['post'] = (url, overrides) => bench.post(url, overrides);

  it('sends method, path, headers and body, and brings back status, headers and body', async () => {
    const server = await receiver((_request, response) => {
      response.writeHead(418, { 'x-kind': 'teapot', 'set-cookie': ['a=1', 'b=2'] }).end('short and stout');
    });
    const answer = await post(at(server, '/hook?x=%20y'), { method: 'PUT', headers: { 'X-Own': 'value' } });
    expect(answer).toMatchObject({ status: 418, truncated: false });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-kind': ['teapot'],
      'set-cookie': ['a=1', 'b=2'],
    });
    expect(answer.body.toString()).toBe('short and stout');
    expect(answer.durationMs).toBeGreaterThan(0);
    const [{ request, body } = { request: undefined, body: undefined }] = received;
    expect(body).toBe('{"a":1}');
    expect(request).toMatchObject({ method: 'PUT', url: '/hook?x=%20y' });
    expect(request?.headers).toMatchObject({
      'x-own': 'value',
      'content-length': '7',
      host: `127.0.0.1:${server.port}`,
    });
    expect(request?.headers).not.toHaveProperty('accept-encoding');
    expect(request?.headers).not.toHaveProperty('user-agent');
  });

  it('sends the names of headers as they are spelled', async () => {
    const server = await receiver((_request, response) => response.end());
    await post(at(server), {
      headers: { 'X-ownCase': 'a', 'webhook-id': 'b', 'Content-Type': 'text/plain' },
    });
    expect(received[0]?.request.rawHeaders).toEqual(
      expect.arrayContaining(['X-ownCase', 'webhook-id', 'Content-Type']),
    );
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('sends %s with a body', async (method) => {
    const server = await receiver((_request, response) => response.writeHead(204).end());
    expect((await post(at(server), { method })).status).toBe(204);
    expect(received[0]).toMatchObject({ request: { method }, body: '{"a":1}' });
    expect(received[0]?.request.headers).toMatchObject({
      'content-length': '7',
      'content-type': 'application/json',
    });
  });

  it.each(['GET', 'DELETE', 'PATCH', 'POST', 'PUT'])('sends %s without a body', async (method) => {
    const server = await receiver((_request, response) => response.writeHead(204).end());
    const answer = await bench.client.request({
      method,
      origin: at(server, ''),
      target: '/hook?a=b&c=%26',
      headers: {},
      deadlineMs: 5000,
      maxResponseBytes: 10,
    });
    expect(answer.status).toBe(204);
    expect(received[0]).toMatchObject({ request: { method, url: '/hook?a=b&c=%26' }, body: '' });
    expect(received[0]?.request.headers).not.toHaveProperty('content-type');
    expect(received[0]?.request.headers).not.toHaveProperty('transfer-encoding');
    if (method === 'GET') expect(received[0]?.request.headers).not.toHaveProperty('content-length');
  });

  it('sends exactly the slice of a larger memory', async () => {
    const server = await receiver((_request, response) => response.end());
    await post(at(server), { body: Buffer.from('before{"a":1}after').subarray(6, 13) });
    expect(received[0]?.body).toBe('{"a":1}');
  });

  it('sends concurrent requests side by side', async () => {
    const waiting: (() => void)[] = [];
    const server = await receiver((_request, response) => {
      waiting.push(() => response.end());
      if (waiting.length === 3) for (const answer of waiting) answer();
    });
    const answers = await Promise.all([post(at(server)), post(at(server)), post(at(server))]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('does not follow redirects', async () => {
    const server = await receiver((_request, response) =>
      response.writeHead(302, { location: '/elsewhere' }).end(),
    );
    expect((await post(at(server))).status).toBe(302);
    expect(received).toHaveLength(1);
  });

  it('does not decompress', async () => {
    const compressed = gzipSync('x'.repeat(100_000));
    const server = await receiver((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(compressed),
    );
    expect((await post(at(server))).body).toEqual(compressed);
  });

  it('cuts an answer at its cap and says so', async () => {
    const server = await receiver((_request, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
        response.once('drain', write);
      };
      write();
    });
    const answer = await post(at(server), { maxResponseBytes: 5000 });
    expect(answer).toMatchObject({ status: 200, truncated: true });
    expect(answer.body.toString()).toBe('x'.repeat(5000));
  });

  it('takes an answer of exactly its cap as whole', async () => {
    const server = await receiver((_request, response) => response.end('x'.repeat(5000)));
    expect(await post(at(server), { maxResponseBytes: 5000 })).toMatchObject({ truncated: false });
  });

  it('ends at the deadline when nothing is answered', async () => {
    const server = await receiver(() => undefined);
    await expect(post(at(server), { deadlineMs: 100 })).rejects.toMatchObject({
      name: 'HttpError',
      code: 'timeout',
    });
  });

  it('ends when the caller aborts, before or during the exchange', async () => {
    const abort = new AbortController();
    const server = await receiver(() => {
      abort.abort();
    });
    await expect(post(at(server), { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' });
    await expect(post(at(server), { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(received).toHaveLength(1);
  });

  it('ends what is under way when it is closed', async () => {
    const server = await receiver(() => {
      void bench.client.close();
    });
    await expect(post(at(server))).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reports refused, reset and garbled connections', async () => {
    const server = await bench.keep(startTcpServer((socket) => socket.destroy()));
    await expect(post(at(server))).rejects.toMatchObject({ code: 'connection-error' });
    await server.close();
    await expect(post(at(server))).rejects.toMatchObject({ code: 'connection-error' });
    const garbled = await bench.keep(startTcpServer((socket) => socket.end('this is not HTTP\r\n\r\n')));
    await expect(post(at(garbled))).rejects.toMatchObject({ code: 'protocol-error' });
  });

  it.each([
    ['a forged header', { headers: { 'x-own': 'a\r\nx-forged: b' } }],
    ['a header name that is none', { headers: { 'x own': 'a' } }],
    ['a header beyond Latin-1', { headers: { 'x-own': 'žluťoučký' } }],
    ['a second length', { headers: { 'Content-Length': '1' } }],
    ['chunked framing', { headers: { 'transfer-encoding': 'chunked' } }],
    ['another host', { headers: { host: 'internal' } }],
    ['a method that is none', { method: 'GET / HTTP/1.1\r\n' }],
    ['a file', { origin: 'file://' }],
    ['a target that is a whole request', { target: '/ HTTP/1.1\r\nhost: internal\r\n\r\n' }],
    ['a target with a blank', { target: '/a b' }],
    ['a target without a path', { target: '?a=b' }],
    ['a target beyond ASCII', { target: '/é' }],
  ])('refuses %s and sends nothing', async (_, overrides) => {
    const server = await receiver((_request, response) => response.end());
    await expect(post(at(server), overrides)).rejects.toMatchObject({ code: 'invalid-request' });
    expect(server.connections()).toBe(0);
  });
});
