import { once } from 'node:events';
import { connect } from 'node:net';
import { createLogger } from '@casewire/observability';
import { RequestBody } from '@casewire/rest';
import { ProcessResources, type RunningService, startService } from '@casewire/service';
import { eventually } from '@casewire/testing';
import { useResource } from '@casewire/testing/fixtures';
import { CurrentIdentity, type Identity, RequireScope } from '@casewire/identity';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Agent, fetch, type RequestInit } from 'undici';
import { z } from 'zod';
import { adminKey, internalKey, startGateway } from '../gateway.fixture.ts';

const BODY_LIMIT = 400_000;
const operator = {
  authorization: `Bearer ${adminKey}`,
  'casewire-tenant': 'acme',
  'x-request-id': 'req-1',
};

/** Answers that wait until a test lets them go. */
let late = Promise.withResolvers<undefined>();
/** What the service has seen of requests that were broken off. */
let states: string[] = [];

@Controller('v1/webhooks')
class EchoController {
  /** Shows everything that a service sees of a request, and the port at which it came. */
  @Post()
  @RequireScope('write')
  echo(@Body() body: RequestBody, @Req() request: Request, @CurrentIdentity() identity: Identity) {
    const { method, originalUrl, url, path, baseUrl, query, headers } = request;
    const { 'casewire-identity': token, host, 'content-length': length, ...shown } = headers;
    delete shown['transfer-encoding'];
    delete shown.connection;
    return {
      port: request.socket.localPort,
      seen: { method, originalUrl, url, path, baseUrl, query, headers: shown, identity },
      hasToken: typeof token === 'string',
      body: { bytes: body.bytes.length, text: body.bytes.toString().slice(0, 100) },
    };
  }

  @Post('checked')
  check(@Body({ schema: z.strictObject({ size: z.int() }) }) body: object) {
    return body;
  }

  @Get('late')
  async late() {
    await late.promise;
    return { late: true };
  }

  @Get('broken')
  broken() {
    throw new Error('row 17 is bad');
  }

  /** Begins an answer and goes on when the test says so. */
  @Get('streamed')
  streamed(@Req() request: Request, @Res() response: Response) {
    response.writeHead(200, { 'content-type': 'text/plain' }).write('the beginning of');
    request.socket.once('close', () => states.push('client gone'));
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

const lines: { readonly level: string; readonly msg: string }[] = [];
const destination = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) };
const logger = createLogger({ name: 'spec', level: 'info', destination });
const process_ = new ProcessResources(['subscriptions', 'gateway'], logger);

function startEcho(resources: ProcessResources): Promise<RunningService> {
  return startService({
    name: 'subscriptions',
    config: {
      PORT: 0,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      CASEWIRE_INTERNAL_KEY: internalKey,
      CASEWIRE_SHUTDOWN_TIMEOUT_MS: 1_000,
    },
    logger,
    resources,
    compose: () => ({ module: EchoModule, bodyLimitBytes: BODY_LIMIT }),
  });
}

const service = useResource(() => startEcho(process_), { close: (running) => running.stop() });

function gatewayWith(resources: ProcessResources | undefined): RunningService {
  return useResource(
    () =>
      startGateway(
        {
          DATABASE_URL: 'postgres://casewire@127.0.0.1:1/casewire',
          CASEWIRE_SUBSCRIPTIONS_URL: service.url,
          CASEWIRE_UPSTREAM_TIMEOUT_MS: '300',
          CASEWIRE_UPLOAD_TIMEOUT_MS: '500',
        },
        logger,
        resources,
      ),
    { close: (running) => running.stop() },
  );
}

const connecting = gatewayWith(undefined);
const handingOver = gatewayWith(process_);
/** Closed first: a server waits for connections on which nothing was sent yet. */
const dispatcher = useResource(() => new Agent(), { close: (agent) => agent.destroy() });

afterEach(() => {
  late = Promise.withResolvers();
  states = [];
  lines.length = 0;
});

const portOf = ({ url }: RunningService): number => Number(new URL(url).port);

/** What a client gets. Headers of the connection, dates and lengths may differ. */
async function answerOf({ url }: RunningService, path: string, init: RequestInit) {
  const answer = await fetch(`${url}${path}`, { ...init, dispatcher });
  const headers = Object.fromEntries(answer.headers);
  for (const name of ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])
    Reflect.deleteProperty(headers, name);
  const text = await answer.text();
  return { status: answer.status, headers, text };
}

const json = { ...operator, 'content-type': 'application/json' };
/** A body without a length. */
const chunked = (bytes: number) => (): RequestInit => ({
  method: 'POST',
  headers: json,
  body: new ReadableStream({
    start: (controller) => {
      for (let sent = 0; sent < bytes; sent += 50_000) controller.enqueue(new Uint8Array(50_000).fill(97));
      controller.close();
    },
  }),
  duplex: 'half',
});

describe('a request to a service of the same process', () => {
  it('does not go over a connection', async () => {
    const post = (gateway: RunningService) =>
      fetch(`${gateway.url}/v1/webhooks`, { dispatcher, method: 'POST', headers: json, body: '{}' });
    expect(await (await post(handingOver)).json()).toMatchObject({ port: portOf(handingOver) });
    expect(await (await post(connecting)).json()).toMatchObject({ port: portOf(service) });
  });

  it.each<[string, string, RequestInit | (() => RequestInit)]>([
    ['with a body', '/v1/webhooks?x=%20y&z=1', { method: 'POST', headers: json, body: '{"amount":  1.50}' }],
    ['with a large body', '/v1/webhooks', { method: 'POST', headers: json, body: 'x'.repeat(300_000) }],
    ['with a body without a length', '/v1/webhooks', chunked(300_000)],
    ['with a body beyond the limit of the service', '/v1/webhooks', chunked(BODY_LIMIT + 50_000)],
    ['without a body', '/v1/webhooks', { method: 'POST', headers: operator }],
    [
      'that forges an identity',
      '/v1/webhooks',
      { method: 'POST', headers: { ...json, 'casewire-identity': 'x' } },
    ],
    ['without a key', '/v1/webhooks', { method: 'POST', headers: { 'x-request-id': 'req-1' } }],
    ['with a body that breaks a rule', '/v1/webhooks/checked', { method: 'POST', headers: json, body: '{}' }],
    ['to a path that nobody has', '/v1/webhooks/a/b', { headers: json }],
    ['to a path that cannot be decoded', '/v1/webhooks/%zz', { headers: json }],
    ['with a method that the path does not have', '/v1/webhooks', { method: 'DELETE', headers: json }],
    ['that a fault ends', '/v1/webhooks/broken', { headers: json }],
  ])('%s is seen and answered as over a connection', async (_title, path, init) => {
    const initial = () => (typeof init === 'function' ? init() : init);
    const sent = await answerOf(connecting, path, initial());
    const handed = await answerOf(handingOver, path, initial());
    const text = handed.text.replace(`"port":${portOf(handingOver)}`, `"port":${portOf(service)}`);
    expect({ ...handed, text }).toEqual(sent);
  });

  it.each(['content-type: text/plain', 'ce-id: 2'])(
    'reaches the service with each header: %s',
    async (header) => {
      const answers: string[] = [];
      for (const gateway of [connecting, handingOver]) {
        const socket = connect(portOf(gateway), '127.0.0.1');
        const chunks: Buffer[] = [];
        socket.on('data', (chunk: Buffer) => chunks.push(chunk));
        socket.write(
          `POST /v1/webhooks/checked HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${adminKey}\r\nX-Request-Id: r\r\n` +
            `Content-Type: application/json\r\nce-id: 1\r\n${header}\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{"size":1}`,
        );
        await once(socket, 'close');
        answers.push(Buffer.concat(chunks).toString().split('\r\n')[0] ?? '');
      }
      const expected = header.startsWith('content-type')
        ? 'HTTP/1.1 415 Unsupported Media Type'
        : 'HTTP/1.1 201 Created';
      expect(answers).toEqual([expected, expected]);
    },
  );
});

describe.each([
  ['over a connection', connecting],
  ['handed over', handingOver],
])('a service that was asked %s', (_way, gateway) => {
  it('and is silent is 503, and its late answer disturbs nothing', async () => {
    const silent = await fetch(`${gateway.url}/v1/webhooks/late`, { dispatcher, headers: json });
    expect([silent.status, await silent.json()]).toEqual([
      503,
      expect.objectContaining({ detail: 'the subscriptions service does not answer' }),
    ]);
    late.resolve(undefined);
    for (let again = 0; again < 5; again++) {
      const answer = await fetch(`${gateway.url}/v1/webhooks/late`, { dispatcher, headers: json });
      expect([answer.status, await answer.json()]).toEqual([200, { late: true }]);
    }
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(lines.filter(({ msg }) => msg === 'a service does not answer')).toHaveLength(1);
  });

  it('and stops in the middle of an answer leaves no answer that looks whole', async () => {
    const read = fetch(`${gateway.url}/v1/webhooks/streamed`, { dispatcher, headers: json }).then((answer) =>
      answer.text(),
    );
    await expect(read).rejects.toThrow();
    await eventually(() => {
      expect(states).toEqual(['client gone']);
    });
  });

  it('hears of a client that goes away', async () => {
    const abort = new AbortController();
    const answer = await fetch(`${gateway.url}/v1/webhooks/streamed`, {
      headers: json,
      signal: abort.signal,
    });
    expect(answer.status).toBe(200);
    abort.abort();
    await eventually(() => {
      expect(states).toEqual(['client gone']);
    });
  });

  it('is not asked for long by an upload that stops: 408', async () => {
    const socket = connect(portOf(gateway), '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    socket.write(
      `POST /v1/webhooks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${adminKey}\r\n` +
        `Content-Type: application/json\r\nContent-Length: 200000\r\n\r\n${'a'.repeat(100_000)}`,
    );
    await once(socket, 'close');
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 408 /);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

it('a service that has stopped is not handed anything more', async () => {
  const resources = new ProcessResources(['subscriptions', 'gateway'], logger);
  const own = await startEcho(resources);
  const gateway = await startGateway(
    { DATABASE_URL: 'postgres://casewire@127.0.0.1:1/casewire', CASEWIRE_SUBSCRIPTIONS_URL: own.url },
    logger,
    resources,
  );
  const ask = () => fetch(`${gateway.url}/v1/webhooks/late`, { dispatcher, headers: json });
  late.resolve(undefined);
  expect((await ask()).status).toBe(200);
  await own.stop();
  expect((await ask()).status).toBe(503);
  await gateway.stop();
});
