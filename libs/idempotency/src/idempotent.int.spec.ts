import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Header, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { PoolClient } from '@casewire/database';
import { IDENTITY_HEADER, IdentityGuard, readIdentities } from '@casewire/identity';
import { buildOpenApi, ParsingPipe, Problem, ProblemFilter, useRequestBodies } from '@casewire/rest';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { z } from 'zod';
import { plainAnswers } from './answer-columns.ts';
import { IdempotencyStore, poolTransactions } from './idempotency-store.ts';
import { Idempotent, Once } from './once.ts';
import { CurrentIdempotencyKey, type PresentedKey } from './presented-key.ts';

const order = z.strictObject({ item: z.string(), wait: z.boolean().optional() });
type Order = z.infer<typeof order>;

let made = 0;
/** The handler has begun, and may go on. */
let begun = Promise.withResolvers<undefined>();
let gate = Promise.withResolvers<undefined>();

async function make({ item, wait }: Order) {
  begun.resolve(undefined);
  if (wait === true) await gate.promise;
  made += 1;
  if (item === 'unlucky' && made === 1) throw new Problem('unavailable');
  return { number: made, item };
}

@Controller()
class OrderController {
  @Post('in-transaction')
  @Header('etag', '"1"')
  makeInTransaction(@Body({ schema: order }) body: Order, @Idempotent() once: Once<PoolClient>) {
    return once.inTransaction(async (client) => {
      await client.query('SELECT 1');
      return make(body);
    });
  }

  @Post('with-hold')
  @Header('etag', '"1"')
  makeWithHold(@Body({ schema: order }) body: Order, @Idempotent() once: Once) {
    return once.withHold(() => make(body));
  }

  @Post(['any-body', 'any-other-body'])
  makeOfAnything(@Idempotent() once: Once) {
    return once.withHold(() => make({ item: 'anything' }));
  }

  @Post('own-memory')
  remember(@CurrentIdempotencyKey() key: PresentedKey | undefined) {
    return { key: key?.key, fingerprintBytes: key?.fingerprint.length };
  }
}

@Module({})
class OrderModule {}

const { pool } = useDatabase();
const server = useResource(startServer, { close: ({ app }) => app.close() });

async function startServer(): Promise<{ app: NestExpressApplication; url: string }> {
  const store = new IdempotencyStore('history', plainAnswers, poolTransactions(pool));
  const app = await NestFactory.create<NestExpressApplication>(
    {
      module: OrderModule,
      controllers: [OrderController],
      providers: [{ provide: IdempotencyStore, useValue: store }],
    },
    { logger: false, bodyParser: false },
  );
  app.use(
    readIdentities({
      verify: (actor) => ({ actor, operator: false, scopes: [], tenantId: 'acme' }),
    }),
  );
  useRequestBodies(app, 1000);
  app.useGlobalGuards(new IdentityGuard());
  app.useGlobalPipes(new ParsingPipe());
  app.useGlobalFilters(new ProblemFilter({ logger: { error: () => undefined } }));
  await app.listen(0, '127.0.0.1');
  return { app, url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` };
}

beforeEach(async () => {
  made = 0;
  begun = Promise.withResolvers<undefined>();
  gate = Promise.withResolvers<undefined>();
  await pool.query('TRUNCATE history.idempotency_keys');
});

function request(path: string, headers: Record<string, string>, body?: string): Promise<Response> {
  return fetch(`${server.url}/${path}`, {
    method: 'POST',
    headers: { [IDENTITY_HEADER]: 'key-1', ...headers },
    ...(body !== undefined && { body }),
  });
}

describe.each(['in-transaction', 'with-hold'])('a POST that is carried out %s', (path) => {
  function post(body: object, headers: Record<string, string>): Promise<Response> {
    return request(path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  }

  it('answers a repetition with the first answer, and does the work once', async () => {
    const first = await post({ item: 'x' }, { 'idempotency-key': 'k1' });
    const second = await post({ item: 'x' }, { 'idempotency-key': 'k1' });
    expect([first.status, await first.json()]).toEqual([201, { number: 1, item: 'x' }]);
    expect([second.status, await second.json()]).toEqual([201, { number: 1, item: 'x' }]);
    expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('does the work again for another key, another owner, or no key', async () => {
    await post({ item: 'x' }, { 'idempotency-key': 'k1' });
    await post({ item: 'x' }, { 'idempotency-key': 'k2' });
    await post({ item: 'x' }, { 'idempotency-key': 'k1', [IDENTITY_HEADER]: 'key-2' });
    await post({ item: 'x' }, {});
    expect(made).toBe(4);
  });

  it('refuses the key for a different body', async () => {
    await post({ item: 'x' }, { 'idempotency-key': 'k1' });
    const other = await post({ item: 'y' }, { 'idempotency-key': 'k1' });
    expect([other.status, await other.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'idempotency-key-reused' }),
    ]);
  });

  it('refuses a repetition while the first is carried out', async () => {
    const first = post({ item: 'x', wait: true }, { 'idempotency-key': 'k1' });
    await begun.promise;
    expect((await post({ item: 'x', wait: true }, { 'idempotency-key': 'k1' })).status).toBe(409);
    gate.resolve(undefined);
    expect((await first).status).toBe(201);
    expect((await post({ item: 'x', wait: true }, { 'idempotency-key': 'k1' })).status).toBe(201);
    expect(made).toBe(1);
  });

  it('gives the key back when the request fails', async () => {
    expect((await post({ item: 'unlucky' }, { 'idempotency-key': 'k1' })).status).toBe(503);
    expect((await post({ item: 'unlucky' }, { 'idempotency-key': 'k1' })).status).toBe(201);
    expect((await post({ item: 3 }, { 'idempotency-key': 'k2' })).status).toBe(422);
    expect((await post({ item: 'x' }, { 'idempotency-key': 'k2' })).status).toBe(201);
  });

  it('refuses a key that cannot be kept', async () => {
    expect((await post({ item: 'x' }, { 'idempotency-key': 'k'.repeat(256) })).status).toBe(400);
  });
});

describe('a request is another one', () => {
  const key = { 'idempotency-key': 'k1', 'content-type': 'text/plain', 'ce-id': '1', 'ce-type': 'a' };

  it.each<[string, Record<string, string>, string?, string?]>([
    ['by its content type', { ...key, 'content-type': 'text/html' }],
    ['by a CloudEvents header', { ...key, 'ce-id': '2' }],
    ['by a CloudEvents header that it has not', { ...key, 'ce-subject': 's' }],
    ['by its query', key, 'body', 'any-body?x'],
    ['by its path', key, 'body', 'any-other-body'],
    ['by its body', key, 'other body'],
  ])('%s', async (_what, headers, body = 'body', path = 'any-body') => {
    expect((await request('any-body', key, 'body')).status).toBe(201);
    const other = await request(path, headers, body);
    expect([other.status, await other.json()]).toMatchObject([422, { code: 'idempotency-key-reused' }]);
    expect(made).toBe(1);
  });

  it('by no other header', async () => {
    expect((await request('any-body', key, 'body')).status).toBe(201);
    const repeated = await request('any-body', { ...key, traceparent: '00-1', accept: '*/*' }, 'body');
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  });
});

it('a handler with a memory of its own gets the key', async () => {
  const own = async (headers: Record<string, string>) => {
    const answer = await request('own-memory', headers);
    return [answer.status, await answer.json()];
  };
  expect(await own({ 'idempotency-key': 'k1' })).toEqual([201, { key: 'k1', fingerprintBytes: 32 }]);
  expect(await own({})).toEqual([201, {}]);
  expect(await own({ 'idempotency-key': 'a b' })).toMatchObject([400, { code: 'invalid-parameter' }]);
});

it('the API description names the header', () => {
  const { paths } = buildOpenApi(server.app, 'spec');
  for (const path of ['/in-transaction', '/with-hold', '/own-memory']) {
    expect(paths[path]?.post?.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
    );
  }
});
