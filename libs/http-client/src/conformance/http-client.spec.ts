import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IncomingMessage, RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { HttpClient, HttpRequest } from '../http-client.ts';
import { targetRule } from '../target-rule.ts';
import { createHttpClient, type ClientOptions } from '../undici-client.ts';
import { startServer, startTcpServer, startTlsServer, type LocalServer } from './local-server.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const loopback = targetRule(['127.0.0.0/8']);

describe('createHttpClient', () => {
  let client: HttpClient;
  let servers: LocalServer[];
  let received: { request: IncomingMessage; body: string }[];

  beforeEach(() => {
    servers = [];
    received = [];
    client = createHttpClient({ target: loopback });
  });

  afterEach(async () => {
    await client.close();
    for (const server of servers) await server.close();
  });

  async function use(options: Partial<ClientOptions>): Promise<void> {
    await client.close();
    client = createHttpClient({ target: loopback, ...options });
  }

  async function started(starting: Promise<LocalServer>): Promise<LocalServer> {
    const server = await starting;
    servers.push(server);
    return server;
  }

  /** A server that notes what it receives and then answers as told. */
  function receiver(answer: RequestListener): Promise<LocalServer> {
    return started(
      startServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          received.push({ request, body: Buffer.concat(chunks).toString() });
          answer(request, response);
        });
      }),
    );
  }

  function post(url: string, overrides: Partial<HttpRequest> = {}) {
    return client.request({
      method: 'POST',
      url: new URL(url),
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"a":1}'),
      deadlineMs: 5000,
      maxResponseBytes: 4096,
      ...overrides,
    });
  }

  const at = (server: LocalServer, path = '/') => `http://127.0.0.1:${server.port}${path}`;

  it('sends method, path, headers and body, and brings back status, headers and body', async () => {
    const server = await receiver((_request, response) => {
      response.writeHead(418, { 'x-kind': 'teapot', 'set-cookie': ['a=1', 'b=2'] }).end('short and stout');
    });
    const answer = await post(at(server, '/hook?x=%20y'), { method: 'PUT', headers: { 'X-Own': 'value' } });
    expect(answer).toMatchObject({ status: 418, truncated: false });
    expect(answer.headers).toMatchObject({ 'x-kind': 'teapot', 'set-cookie': ['a=1', 'b=2'] });
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
    const answer = await client.request({
      method,
      url: new URL(at(server, '/hook?a=b&c=%26')),
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

  // undici gives a connection back one turn of the event loop after the answer, so the second request makes another.
  it('reuses connections for requests after each other', async () => {
    const server = await receiver((_request, response) => response.end('ok'));
    for (let sent = 0; sent < 20; sent += 1) await post(at(server));
    expect(server.connections()).toBeLessThanOrEqual(2);
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

  it('turns credentials of the URL into Basic authorization', async () => {
    const server = await receiver((_request, response) => response.end());
    await post(`http://user:p%40ss@127.0.0.1:${server.port}/`);
    expect(received[0]?.request.headers.authorization).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
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

  it('ends at the deadline when the body drips, however steadily', async () => {
    const server = await receiver((_request, response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    await expect(post(at(server), { deadlineMs: 200 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('ends at the deadline when the headers drip', async () => {
    const server = await started(
      startTcpServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('x: y\r\n'), 10);
        socket.on('close', () => {
          clearInterval(drip);
        });
      }),
    );
    await expect(post(at(server), { deadlineMs: 200 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('ends at the deadline when the name does not resolve in time', async () => {
    await use({ resolveName: () => undefined });
    await expect(post('http://slow.example/', { deadlineMs: 100 })).rejects.toMatchObject({
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
      void client.close();
    });
    await expect(post(at(server))).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reports refused, reset and garbled connections', async () => {
    const server = await started(startTcpServer((socket) => socket.destroy()));
    await expect(post(at(server))).rejects.toMatchObject({ code: 'connection-error' });
    await server.close();
    servers.pop();
    await expect(post(at(server))).rejects.toMatchObject({ code: 'connection-error' });
    const garbled = await started(startTcpServer((socket) => socket.end('this is not HTTP\r\n\r\n')));
    await expect(post(at(garbled))).rejects.toMatchObject({ code: 'protocol-error' });
  });

  it('reports an answer that breaks off', async () => {
    const server = await started(
      startTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this')),
    );
    await expect(post(at(server))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:connection|protocol)-error$/) as unknown,
    });
  });

  it('reports names that do not resolve', async () => {
    await use({
      resolveName(hostname, _options, callback) {
        callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }), []);
      },
    });
    await expect(post('http://nowhere.example/')).rejects.toMatchObject({ code: 'dns-error' });
  });

  it.each([
    ['a forged header', { headers: { 'x-own': 'a\r\nx-forged: b' } }],
    ['a header name that is none', { headers: { 'x own': 'a' } }],
    ['a header beyond Latin-1', { headers: { 'x-own': 'žluťoučký' } }],
    ['a second length', { headers: { 'Content-Length': '1' } }],
    ['chunked framing', { headers: { 'transfer-encoding': 'chunked' } }],
    ['another host', { headers: { host: 'internal' } }],
    ['a method that is none', { method: 'GET / HTTP/1.1\r\n' }],
    ['credentials that cannot be read', { url: new URL('http://user:%ff@127.0.0.1/') }],
    ['a file', { url: new URL('file:///etc/passwd') }],
  ])('refuses %s and sends nothing', async (_, overrides) => {
    const server = await receiver((_request, response) => response.end());
    await expect(post(at(server), overrides)).rejects.toMatchObject({ code: 'invalid-request' });
    expect(server.connections()).toBe(0);
  });

  describe('target rule', () => {
    it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433'])(
      'connects to no forbidden %s',
      async (host) => {
        await use({ target: targetRule() });
        const server = await receiver((_request, response) => response.end());
        await expect(post(`http://${host}:${server.port}/`)).rejects.toMatchObject({
          code: 'blocked-target',
        });
        expect(server.connections()).toBe(0);
      },
    );

    it('refuses a name with one forbidden address among allowed ones', async () => {
      await use({
        resolveName(_hostname, _options, callback) {
          callback(null, [
            { address: '127.0.0.1', family: 4 },
            { address: '10.0.0.1', family: 4 },
          ]);
        },
      });
      const server = await receiver((_request, response) => response.end());
      await expect(post(`http://mixed.example:${server.port}/`)).rejects.toMatchObject({
        code: 'blocked-target',
      });
    });

    it('asks once for a name that several connections need at the same time', async () => {
      let lookups = 0;
      await use({
        resolveName(_hostname, _options, callback) {
          lookups += 1;
          setImmediate(callback, null, [{ address: '127.0.0.1', family: 4 }]);
        },
      });
      const server = await receiver((_request, response) => response.end());
      const url = `http://popular.example:${server.port}/`;
      await Promise.all([post(url), post(url), post(url)]);
      expect(server.connections()).toBe(3);
      expect(lookups).toBe(1);
    });

    it('connects to the very address that it vetted, though the name moves', async () => {
      let lookups = 0;
      await use({
        resolveName(_hostname, _options, callback) {
          lookups += 1;
          callback(null, [{ address: lookups === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
        },
      });
      const server = await receiver((_request, response) => response.end());
      expect((await post(`http://moving.example:${server.port}/`)).status).toBe(200);
      expect(lookups).toBe(1);
      expect(received[0]?.request.headers.host).toBe(`moving.example:${server.port}`);
    });
  });

  describe('TLS', () => {
    const trusted = selfSignedCertificate('receiver.example');
    const resolveName: NonNullable<ClientOptions['resolveName']> = (_hostname, _options, callback) => {
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };

    it('accepts a certificate that it trusts for the name', async () => {
      await use({ resolveName, certificateAuthorities: [trusted.certificate] });
      const server = await started(startTlsServer(trusted));
      expect((await post(`https://receiver.example:${server.port}/`)).status).toBe(200);
    });

    it('refuses a certificate that nobody vouches for', async () => {
      await use({ resolveName });
      const server = await started(startTlsServer(trusted));
      await expect(post(`https://receiver.example:${server.port}/`)).rejects.toMatchObject({
        code: 'tls-error',
      });
    });

    it('refuses a trusted certificate for another name', async () => {
      await use({ resolveName, certificateAuthorities: [trusted.certificate] });
      const server = await started(startTlsServer(trusted));
      await expect(post(`https://other.example:${server.port}/`)).rejects.toMatchObject({
        code: 'tls-error',
      });
    });

    it('refuses a server that does not speak TLS', async () => {
      const server = await receiver((_request, response) => response.end());
      await expect(post(`https://127.0.0.1:${server.port}/`)).rejects.toMatchObject({ code: 'tls-error' });
    });
  });
});
