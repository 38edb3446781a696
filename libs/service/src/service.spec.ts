import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  createIdentitySigner,
  CurrentIdentity,
  type Identity,
  IDENTITY_HEADER,
  RequireScope,
  tenantScope,
} from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { listQuery as listQueryOf, Problem, RequestBody } from '@casewire/rest';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { ServiceParts } from './definition.ts';
import { Loop } from './loop.ts';
import { type RunningService, startService } from './start-service.ts';
import { version } from './version.ts';

const thing = z.strictObject({ name: z.string().min(1), size: z.int().max(10).optional() });
const listQuery = listQueryOf({}, { kind: z.enum(['a', 'b']).optional() });

/** What happened, in order, where order matters. */
let order: string[] = [];

/** The slow handler has begun, and may end. */
let slow = { begun: Promise.withResolvers<undefined>(), mayEnd: Promise.withResolvers<undefined>() };

@Controller('v1/things')
class ThingController {
  @Post()
  @RequireScope('write')
  make(@Body({ schema: thing }) body: z.infer<typeof thing>, @CurrentIdentity() identity: Identity) {
    return { ...body, by: identity.actor };
  }

  @Post('raw')
  raw(@Body() body: RequestBody) {
    return { length: body.bytes.length, contentType: body.contentType };
  }

  @Get()
  list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return query;
  }

  @Get('mine')
  mine(@CurrentIdentity() identity: Identity) {
    return tenantScope(identity);
  }

  @Get('all')
  @RequireScope('operator')
  all() {
    return [];
  }

  @Get('broken')
  broken() {
    throw new Error('row 17 is bad');
  }

  @Get('away')
  away() {
    throw new Error('database is away');
  }

  @Get('slow')
  async slow() {
    slow.begun.resolve(undefined);
    await slow.mayEnd.promise;
    order.push('request');
    return { done: true };
  }

  @Get(':id')
  get(@Param('id', { schema: z.uuid() }) id: string) {
    throw new Problem('not-found', { detail: `no thing ${id}` });
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

const internalKey = 'k'.repeat(32);
const config = {
  PORT: 0,
  HOST: '127.0.0.1',
  LOG_LEVEL: 'silent' as const,
  CASEWIRE_INTERNAL_KEY: internalKey,
  CASEWIRE_SHUTDOWN_TIMEOUT_MS: 1000,
};
const signer = createIdentitySigner(internalKey);
const tenant: Identity = {
  tenantId: 't-1',
  environment: 'sandbox',
  scopes: ['read', 'write'],
  operator: false,
  actor: 'key-1',
};

let service: RunningService | undefined;
afterEach(() => service?.stop());

async function start(parts: Partial<ServiceParts> = {}): Promise<RunningService> {
  slow = { begun: Promise.withResolvers<undefined>(), mayEnd: Promise.withResolvers<undefined>() };
  service = await startService({
    name: 'things',
    config,
    logger: createLogger({ name: 'things', level: 'silent' }),
    compose: () => ({ module: ThingModule, ...parts }),
  });
  return service;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function call(
  path: string,
  options: { identity?: Identity; body?: string; type?: string } = {},
): Promise<Answer> {
  const { identity = tenant, body, type = 'application/json' } = options;
  const answer = await fetch(`${service?.url ?? ''}${path}`, {
    headers: {
      [IDENTITY_HEADER]: signer.sign(identity),
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { method: 'POST', body }),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('who may call a service', () => {
  it('nobody without an identity that the gateway signed', async () => {
    const { url } = await start();
    const foreign = createIdentitySigner('o'.repeat(32)).sign({ ...tenant, operator: true });
    for (const headers of [{}, { [IDENTITY_HEADER]: 'x.y.z' }, { [IDENTITY_HEADER]: foreign }]) {
      const answer = await fetch(`${url}/v1/things`, { headers });
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(await answer.json()).toMatchObject({ code: 'unauthorized', status: 401 });
    }
  });

  it('only who has the scope, which the refusal names', async () => {
    await start();
    expect(
      await call('/v1/things', { identity: { ...tenant, scopes: ['read'] }, body: '{"name":"x"}' }),
    ).toMatchObject({ status: 403, body: { code: 'missing-scope', scope: 'write' } });
    expect(await call('/v1/things/all')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await call('/v1/things/all', { identity: { ...tenant, operator: true } })).toMatchObject({
      status: 200,
    });
  });

  it('the operator for a tenant, if one is named', async () => {
    await start();
    expect(await call('/v1/things/mine')).toEqual({
      status: 200,
      body: { tenantId: 't-1', environment: 'sandbox' },
    });
    const operator: Identity = { scopes: ['read'], operator: true, actor: 'operator' };
    expect(await call('/v1/things/mine', { identity: operator })).toMatchObject({
      status: 403,
      body: { code: 'tenant-required' },
    });
  });

  it('anyone for health, readiness, metrics and the description', async () => {
    const { url, started } = await start({ checks: { postgres: () => false } });
    await started;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { version, ready: false, checks: { postgres: false, started: true } },
    ]);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'process_cpu_seconds_total{service="things"}',
    );
    expect(await (await fetch(`${url}/openapi.json`)).json()).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/v1/things': {
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    properties: { name: { type: 'string', minLength: 1 } },
                    additionalProperties: false,
                  },
                },
              },
            },
            responses: { 422: { content: { 'application/problem+json': {} } } },
          },
          get: {
            parameters: expect.arrayContaining([
              expect.objectContaining({ name: 'limit', in: 'query', required: false }),
            ]) as unknown,
          },
        },
        '/v1/things/{id}': {},
      },
    });
  });
});

describe('what a service makes of bad input', () => {
  it.each([
    ['a broken rule', '{"name":"","size":11,"extra":1}', 422, ['name', 'size', 'extra']],
    ['a missing field', '{}', 422, ['name']],
    ['no body', '', 422, ['']],
    ['NUL in a text', '{"name":"a\\u0000b"}', 422, ['name']],
    ['half a surrogate pair', '{"name":"\\ud800"}', 422, ['name']],
  ])('%s is 422 and names the fields', async (_name, body, status, paths) => {
    await start();
    const answer = await call('/v1/things', { body });
    expect(answer).toMatchObject({ status, body: { code: 'validation-failed' } });
    expect((answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(paths);
  });

  it('bytes that are not JSON or not UTF-8 are 400', async () => {
    const { url } = await start();
    expect(await call('/v1/things', { body: '{"name":' })).toMatchObject({
      status: 400,
      body: { code: 'malformed-body' },
    });
    const answer = await fetch(`${url}/v1/things`, {
      method: 'POST',
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      headers: { [IDENTITY_HEADER]: signer.sign(tenant), 'content-type': 'application/json' },
    });
    expect(await answer.json()).toMatchObject({
      code: 'malformed-body',
      detail: 'the body is not valid UTF-8',
    });
  });

  it.each(['text/plain', 'application/json; charset=iso-8859-1', 'nonsense'])('%s is 415', async (type) => {
    await start();
    expect(await call('/v1/things', { body: '{}', type })).toMatchObject({
      status: 415,
      body: { code: 'unsupported-media-type' },
    });
  });

  it('a body beyond the limit is 413', async () => {
    await start({ bodyLimitBytes: 100 });
    expect(await call('/v1/things', { body: 'x'.repeat(101) })).toMatchObject({
      status: 413,
      body: { code: 'payload-too-large' },
    });
    expect(await call('/v1/things/raw', { body: 'x'.repeat(100), type: 'text/plain' })).toEqual({
      status: 201,
      body: { length: 100, contentType: 'text/plain' },
    });
  });

  it.each([
    ['?limit=0&kind=c', ['limit', 'kind']],
    ['?nope=1', ['nope']],
    ['?limit=1&limit=2', ['limit']],
    ['?after=%00', ['after']],
    ['/not-a-uuid', ['id']],
  ])('a parameter as in %s is 400', async (path, fields) => {
    await start();
    const answer = await call(`/v1/things${path}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-parameter' } });
    expect((answer.body as { errors: { path: string }[] }).errors.map((error) => error.path)).toEqual(fields);
  });

  it('an address that leads nowhere is 404', async () => {
    await start();
    expect(await call('/nowhere')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

describe('what a service makes of its own faults', () => {
  it('does not show them', async () => {
    await start();
    const answer = await call('/v1/things/broken');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toContain('row 17');
  });

  it('calls a fault that passes by itself 503', async () => {
    await start({ isTransient: (error) => error instanceof Error && error.message === 'database is away' });
    expect(await call('/v1/things/away')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});

describe('how a service starts and stops', () => {
  it('listens while what it needs is away, and says that it is not ready', async () => {
    const arrives = Promise.withResolvers<undefined>();
    const { url, started } = await start({ start: () => arrives.promise });
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
      version,
      ready: false,
      checks: { started: false },
    });
    arrives.resolve(undefined);
    await started;
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
      version,
      ready: true,
      checks: { started: true },
    });
  });

  it('begins its loops when the start is done, before the consumer joins', async () => {
    order = [];
    const arrives = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const loop = new Loop('spec', () => {
      order.push('loop');
      begun.resolve(undefined);
      return 60_000;
    });
    const strategy = {
      ready: true,
      listen: (callback: () => void) => {
        void begun.promise.then(() => {
          order.push('consumer');
          callback();
        });
      },
      close: () => undefined,
    };
    const { started } = await start({
      loops: [loop],
      strategy,
      start: () => arrives.promise.then(() => void order.push('start')),
    });
    expect(order).toEqual([]);
    arrives.resolve(undefined);
    await started;
    expect(order).toEqual(['start', 'loop', 'consumer']);
  });

  it('says so when it can never start', async () => {
    const { started } = await start({ start: () => Promise.reject(new Error('topic is misconfigured')) });
    await expect(started).rejects.toThrow('topic is misconfigured');
  });

  it('stops in order: requests in flight and rounds of loops, then the consumer, then what it opened', async () => {
    order = [];
    const roundBegan = Promise.withResolvers<undefined>();
    const round = Promise.withResolvers<number>();
    const loop = new Loop('spec', () => {
      roundBegan.resolve(undefined);
      return round.promise.finally(() => order.push('loop'));
    });
    const strategy = {
      ready: true,
      listen: (callback: () => void) => {
        callback();
      },
      close: () => order.push('consumer'),
    };
    const running = await start({
      strategy,
      loops: [loop],
      stop: () => {
        order.push('pools');
        return Promise.resolve();
      },
    });
    await running.started;
    const inFlight = call('/v1/things/slow');
    await Promise.all([slow.begun.promise, roundBegan.promise]);
    const stopped = Promise.all([running.stop(), running.stop()]);
    slow.mayEnd.resolve(undefined);
    expect(await inFlight).toEqual({ status: 200, body: { done: true } });
    // A stop that did not wait for the round would close the consumer in these turns of the event loop.
    for (let turn = 0; turn < 100; turn++) await nextTurn();
    expect(order).toEqual(['request']);
    round.resolve(60_000);
    await stopped;
    expect(order).toEqual(['request', 'loop', 'consumer', 'pools']);
    const { hostname, port } = new URL(running.url);
    const socket = connect(Number(port), hostname);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});
