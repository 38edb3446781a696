import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { createLogger, type Logger } from '@casewire/observability';
import { RequestBody } from '@casewire/rest';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { startService, type RunningService } from './start-service.ts';

@Controller('v1/things')
class ThingController {
  @Post()
  make(@Body({ schema: z.strictObject({ size: z.int() }) }) body: object) {
    return body;
  }

  @Post('raw')
  raw(@Body() body: RequestBody) {
    return { length: body.bytes.length };
  }

  @Get('broken')
  broken() {
    throw new Error('it is broken');
  }

  @Get(':id')
  get(@Param('id', { schema: z.uuid() }) id: string) {
    return { id };
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

const internalKey = 'k'.repeat(32);
const service = useResource(() => startThings(createLogger({ name: 'things', level: 'silent' })), {
  close: (running) => running.stop(),
});

function startThings(logger: Logger): Promise<RunningService> {
  return startService({
    name: 'things',
    config: {
      PORT: 0,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      CASEWIRE_INTERNAL_KEY: internalKey,
      CASEWIRE_SHUTDOWN_TIMEOUT_MS: 1000,
    },
    logger,
    compose: () => ({ module: ThingModule }),
  });
}

function identityHeader(): Record<string, string> {
  const token = createIdentitySigner(internalKey).sign({
    scopes: [],
    operator: true,
    actor: 'operator',
  });
  return { [IDENTITY_HEADER]: token };
}

function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...identityHeader() };
  return fetch(service.url + path, { ...init, headers });
}

/** Sends a POST as it is written here, with an identity among its headers. */
function sendRaw(headers: readonly string[], body: string, url = service.url): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const [[name, token] = []] = Object.entries(identityHeader());
  const head = ['POST /v1/things HTTP/1.1', 'Host: x', `${name}: ${token}`, ...headers].join('\r\n');
  socket.write(`${head}\r\n\r\n${body}`);
  return socket;
}

describe('a path', () => {
  it.each([
    ['DELETE', '/v1/things', 'POST'],
    ['PUT', '/v1/things/0f0e6b0c-5b3d-4a52-9b4b-6a2f0f4f4a11', 'GET, HEAD'],
    ['GET', '/v1/things/raw', 'POST'],
    ['GET', '/V1/Things/Raw/', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('without the method %s, %s, is 405 and names its methods', async (method, path, allow) => {
    const answer = await call(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(await answer.json()).toMatchObject({ code: 'method-not-allowed' });
  });

  it.each(['/v1/things/%', '/v1/things/%zz', '/v1/things/%ff', '/nowhere/%e0'])(
    'that cannot be decoded, %s, is 400',
    async (path) => {
      const answer = await call(path);
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'malformed-path' }),
      ]);
    },
  );

  it.each(['/v1/nothing', '/v1/things/a/b', '/'])('of nobody, %s, is 404 for every method', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) expect((await call(path, { method })).status).toBe(404);
  });
});

describe('a body', () => {
  it.each([
    ['\ufeff{}', 'a byte order mark (U+FEFF) at position 0'],
    ['{"size":NaN}', 'NaN at position 8'],
  ])('that is no JSON is 400, and says where: %j', async (body, where) => {
    const answer = await call('/v1/things', { method: 'POST', body });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed-body', detail: expect.stringContaining(where) as unknown }),
    ]);
  });

  it('of two content types is 415', async () => {
    const headers = ['Content-Type: application/json', 'Content-Type: text/plain', 'Content-Length: 2'];
    const socket = sendRaw([...headers, 'Connection: close'], '{}');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 415 [^]*"code":"unsupported-media-type"/);
  });
});

describe('bodies that break off', () => {
  it('write no line above level info, and the next request is answered', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const things = await startThings(createLogger({ name: 'things', level: 'warn', destination }));
    try {
      const headers = ['Content-Type: application/json', 'Content-Length: 100', 'Expect: 100-continue'];
      const sockets = Array.from({ length: 30 }, () => sendRaw(headers, '{"size":', things.url));
      // Node.js says 100 when it hands the request to the service.
      await Promise.all(sockets.map((socket) => once(socket, 'data')));
      for (const socket of sockets) socket.destroy();
      const next = sendRaw(
        ['Content-Type: application/json', 'Content-Length: 10', 'Connection: close'],
        '{"size":1}',
        things.url,
      );
      expect(String((await once(next, 'data'))[0])).toMatch(/^HTTP\/1\.1 201 /);
    } finally {
      await things.stop();
    }
    expect(lines).toEqual([]);
  });
});

describe('an answer', () => {
  it('of whatever kind stays out of caches, and is no other type than it says', async () => {
    const paths = ['/v1/things/0f0e6b0c-5b3d-4a52-9b4b-6a2f0f4f4a11', '/v1/things/broken', '/v1/things/x'];
    for (const path of [...paths, '/nowhere', '/healthz', '/metrics', '/openapi.json']) {
      const { headers } = await call(path);
      expect([path, headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
        path,
        'no-store',
        'nosniff',
      ]);
    }
  });
});
