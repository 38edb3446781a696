import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Header, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import {
  CurrentIdempotencyKey,
  type IdempotencyClaim,
  IdempotencyInterceptor,
  type IdempotencyKey,
  type IdempotencyStore,
  OwnIdempotency,
  type StoredResponse,
} from './idempotency.ts';
import { ParsingPipe } from './parsing-pipe.ts';
import { ProblemFilter } from './problem-filter.ts';
import { Problem } from './problem.ts';
import { useRequestBodies } from './request-body.ts';

class MemoryStore implements IdempotencyStore {
  readonly #keys = new Map<string, { fingerprint: string; response?: StoredResponse }>();

  begin(scope: string, key: string, fingerprint: Buffer): Promise<IdempotencyClaim> {
    const held = this.#keys.get(scope + key);
    if (held === undefined) {
      this.#keys.set(scope + key, { fingerprint: fingerprint.toString('hex') });
      return Promise.resolve({ kind: 'new' });
    }
    if (held.fingerprint !== fingerprint.toString('hex')) return Promise.resolve({ kind: 'mismatch' });
    if (held.response === undefined) return Promise.resolve({ kind: 'in-progress' });
    return Promise.resolve({ kind: 'finished', response: held.response });
  }

  finish(scope: string, key: string, response: StoredResponse): Promise<void> {
    const held = this.#keys.get(scope + key);
    if (held) held.response = response;
    return Promise.resolve();
  }

  release(scope: string, key: string): Promise<void> {
    this.#keys.delete(scope + key);
    return Promise.resolve();
  }
}

const order = z.strictObject({ item: z.string(), wait: z.boolean().optional() });

let made = 0;
/** The handler has begun, and may go on. */
let begun = Promise.withResolvers<undefined>();
let gate = Promise.withResolvers<undefined>();

@Controller()
class OrderController {
  @Post('orders')
  @Header('etag', '"1"')
  async make(@Body({ schema: order }) { item, wait }: z.infer<typeof order>) {
    begun.resolve(undefined);
    if (wait === true) await gate.promise;
    if (item === 'unlucky' && made === 0) {
      made += 1;
      throw new Problem('unavailable');
    }
    made += 1;
    return { number: made, item };
  }
}

@Controller()
class OwnPromiseController {
  @Post('own-promise')
  @OwnIdempotency()
  make(@CurrentIdempotencyKey() key: IdempotencyKey | undefined) {
    made += 1;
    return { key: key?.key, fingerprintBytes: key?.fingerprint.length };
  }
}

@Module({ controllers: [OrderController, OwnPromiseController] })
class OrderModule {}

let app: NestExpressApplication;
let url: string;

beforeEach(async () => {
  made = 0;
  begun = Promise.withResolvers<undefined>();
  gate = Promise.withResolvers<undefined>();
  app = await NestFactory.create<NestExpressApplication>(OrderModule, { logger: false, bodyParser: false });
  useRequestBodies(app, 1000);
  app.useGlobalPipes(new ParsingPipe());
  app.useGlobalFilters(new ProblemFilter({ logger: { error: () => undefined } }));
  app.useGlobalInterceptors(
    new IdempotencyInterceptor(new MemoryStore(), (request) => request.get('tenant') ?? 'none'),
  );
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
});
afterEach(() => app.close());

function post(body: object, headers: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

describe('Idempotency-Key', () => {
  it('answers a repetition with the first answer, and does the work once', async () => {
    const first = await post({ item: 'x' }, { 'idempotency-key': 'k1' });
    const second = await post({ item: 'x' }, { 'idempotency-key': 'k1' });
    expect([first.status, await first.json()]).toEqual([201, { number: 1, item: 'x' }]);
    expect([second.status, await second.json()]).toEqual([201, { number: 1, item: 'x' }]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('does the work again for another key, another owner, or no key', async () => {
    await post({ item: 'x' }, { 'idempotency-key': 'k1' });
    await post({ item: 'x' }, { 'idempotency-key': 'k2' });
    await post({ item: 'x' }, { 'idempotency-key': 'k1', tenant: 'other' });
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

  it('refuses a repetition while the first is being worked on', async () => {
    const first = post({ item: 'x', wait: true }, { 'idempotency-key': 'k1' });
    await begun.promise;
    expect((await post({ item: 'x', wait: true }, { 'idempotency-key': 'k1' })).status).toBe(409);
    gate.resolve(undefined);
    expect((await first).status).toBe(201);
    expect((await post({ item: 'x', wait: true }, { 'idempotency-key': 'k1' })).status).toBe(201);
    expect(made).toBe(1);
  });

  it('is left to a handler that keeps the promise itself', async () => {
    const own = async (headers: Record<string, string>) => {
      const answer = await fetch(url.replace('orders', 'own-promise'), { method: 'POST', headers });
      return [answer.status, await answer.json()];
    };
    const repeated = [201, { key: 'k1', fingerprintBytes: 32 }];
    expect(await own({ 'idempotency-key': 'k1' })).toEqual(repeated);
    expect(await own({ 'idempotency-key': 'k1' })).toEqual(repeated);
    expect(await own({})).toEqual([201, {}]);
    expect(await own({ 'idempotency-key': 'a b' })).toMatchObject([400, { code: 'invalid-parameter' }]);
    expect(made).toBe(3);
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
