import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  decodeReleaseOutcome,
  encodeDeliveryHeaders,
  topicName,
  type DeliveryMetadata,
  type ReleaseOutcome,
} from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER, type Identity } from '@casewire/identity';
import { parseKeyRing } from '@casewire/key-ring';
import { verify } from '@casewire/signing';
import { webhookSecretContext } from '@casewire/subscription-store';
import {
  eventually,
  insertTenant,
  insertWebhook,
  insertWebhookSecret,
  testTopicPrefix,
} from '@casewire/testing';
import { useDatabase, useProducer, useReceiver, useResource, useTopic } from '@casewire/testing/fixtures';
import { deliveryTo, INTERNAL_KEY, MASTER_KEYS, startDelivery } from './delivery.fixture.ts';

const secret = `whsec_${'cd'.repeat(32)}`;
const prefix = testTopicPrefix();
const tenantId = 'acme';
const keyRing = parseKeyRing(MASTER_KEYS);

const database = useDatabase();
const { pool } = database;
const receiver = useReceiver();
/** The process that runs now: a test replaces it. */
const running = useResource(async () => ({ service: await startDelivery(database.url, prefix) }), {
  close: ({ service }) => service.stop(),
});
const producer = useProducer();
const outcomes = useTopic(topicName(prefix, 'attempts'), ({ value }) =>
  decodeReleaseOutcome(value ?? Buffer.alloc(0)),
);

beforeAll(async () => {
  await insertTenant(pool, tenantId);
});

async function createWebhook(path: string): Promise<string> {
  const id = await insertWebhook(pool, { tenantId, url: receiver.url + path, timeoutMs: 30_000 });
  await insertWebhookSecret(pool, id, keyRing.encrypt(secret, webhookSecretContext(id)));
  return id;
}

async function release(webhookId: string, body: string): Promise<DeliveryMetadata> {
  const delivery = deliveryTo(webhookId, tenantId);
  await producer.send({
    topic: topicName(prefix, 'deliveries'),
    acks: -1,
    messages: [{ key: webhookId, value: body, headers: encodeDeliveryHeaders(delivery) }],
  });
  return delivery;
}

function outcomeOf(delivery: DeliveryMetadata): Promise<ReleaseOutcome> {
  return eventually(() => {
    const outcome = outcomes.find(({ delivery: { invocationId } }) => invocationId === delivery.invocationId);
    if (outcome === undefined) throw new Error(`no outcome among ${outcomes.length}`);
    return outcome;
  });
}

describe('delivery', () => {
  it('sends the records of deliveries, signed, and produces their attempts', async () => {
    const delivery = await release(await createWebhook('/signed'), '{"name":"çid","n":1.50}');
    expect(await outcomeOf(delivery)).toMatchObject({
      delivery,
      attempt: { number: 1, outcome: 'delivered', responseCode: 200 },
      next: { kind: 'done' },
    });
    const request = receiver.requests.find(({ url }) => url === '/signed');
    expect(request?.body.toString()).toBe('{"name":"çid","n":1.50}');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': delivery.invocationId,
      'user-agent': expect.stringMatching(/^Casewire\/\d/),
    });
    expect(request?.rawHeaders).toEqual(
      expect.arrayContaining(['Content-Type', 'X-HMAC-Signature', 'webhook-id']),
    );
    expect(
      verify({
        scheme: { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
        secrets: [secret],
        headers: request?.headers ?? {},
        body: request?.body ?? Buffer.alloc(0),
        nowSeconds: Date.now() / 1000,
      }),
    ).toEqual({ ok: true });
  });

  it('has 100 requests to a webhook under way that does not say how many it takes', async () => {
    const webhookId = await createWebhook('/busy');
    const mayAnswer = Promise.withResolvers<undefined>();
    receiver.respond(async ({ url }) => {
      if (url === '/busy') await mayAnswer.promise;
      return {};
    });
    const deliveries = await Promise.all(Array.from({ length: 120 }, () => release(webhookId, '{}')));
    await eventually(() => {
      expect(receiver.requests.filter(({ url }) => url === '/busy')).toHaveLength(100);
    });
    mayAnswer.resolve(undefined);
    for (const delivery of deliveries)
      expect(await outcomeOf(delivery)).toMatchObject({ attempt: { outcome: 'delivered' } });
  });

  it('says when to try again after a refusal', async () => {
    const webhookId = await createWebhook('/refused');
    receiver.respond(({ url }) => ({ status: url === '/refused' ? 503 : 200, body: 'later' }));
    const outcome = await outcomeOf(await release(webhookId, '{}'));
    expect(outcome.attempt).toMatchObject({ outcome: 'rejected', responseCode: 503, responseBody: 'later' });
    expect(outcome.next.kind).toBe('retry');
  });

  it('records the code that came with a body that breaks off, and headers of any name', async () => {
    const webhookId = await createWebhook('/broken-off');
    receiver.respond(({ url }) =>
      url === '/broken-off'
        ? {
            headers: { 'Content-Length': '100', ...Object.fromEntries([['__proto__', 'a']]) },
            breakOff: true,
            body: 'short',
          }
        : {},
    );
    const { attempt, next } = await outcomeOf(await release(webhookId, '{}'));
    expect([attempt, next]).toMatchObject([
      {
        outcome: 'delivered',
        responseCode: 200,
        responseBody: 'short',
        error: 'the body ends after 5 bytes: the receiver closed the connection',
      },
      { kind: 'done' },
    ]);
    expect(Object.entries(attempt?.responseHeaders ?? {})).toContainEqual(['__proto__', 'a']);
  });

  it('uses a connection for as long as it is configured to, and then a new one', async () => {
    const webhookId = await createWebhook('/aged');
    const deliver = async () => outcomeOf(await release(webhookId, '{}'));
    await deliver();
    const before = receiver.connections;
    const usedAt = performance.now();
    await eventually(() => {
      expect(performance.now() - usedAt).toBeGreaterThan(1_000);
    });
    await deliver();
    expect(receiver.connections).toBe(before + 1);
  });

  it('sends nothing to a webhook that was deleted or never was', async () => {
    const deleted = await createWebhook('/deleted');
    await pool.query('UPDATE subscriptions.webhooks SET deleted_at = now() WHERE id = $1', [deleted]);
    expect(await outcomeOf(await release(deleted, '{}'))).toMatchObject({ next: { kind: 'cancelled' } });
    expect(await outcomeOf(await release(randomUUID(), '{}'))).toMatchObject({
      next: { kind: 'give-up', reason: 'webhook-gone' },
    });
    expect(receiver.requests.filter(({ url }) => url === '/deleted')).toHaveLength(0);
  });

  it('goes on after a record that is no delivery', async () => {
    const webhookId = await createWebhook('/after-poison');
    await producer.send({
      topic: topicName(prefix, 'deliveries'),
      messages: [{ key: webhookId, value: 'x', headers: { 'invocation-id': 'nonsense' } }],
    });
    expect(await outcomeOf(await release(webhookId, '{}'))).toMatchObject({ next: { kind: 'done' } });
  });

  it('stops in the middle of its work, and the next process does the rest, each once', async () => {
    receiver.respond(() => ({ delayMs: 100 }));
    const webhookId = await createWebhook('/handed-over');
    const deliveries = await Promise.all(Array.from({ length: 300 }, () => release(webhookId, '{}')));
    const received = () => receiver.requests.filter(({ url }) => url === '/handed-over');
    await receiver.waitFor(() => received().length >= 60);
    await running.service.stop();
    expect(received().length).toBeLessThan(300);
    running.service = await startDelivery(database.url, prefix);
    await Promise.all(deliveries.map(outcomeOf));
    expect(received()).toHaveLength(300);
  });

  it('delivers each of a thousand releases once', async () => {
    receiver.respond(() => ({}));
    const webhookIds = await Promise.all(Array.from({ length: 10 }, () => createWebhook('/many')));
    const deliveries = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => release(webhookIds[index % 10] ?? '', `{"n":${index}}`)),
    );
    const wanted = new Set(deliveries.map(({ invocationId }) => invocationId));
    await eventually(() => {
      expect(outcomes.filter(({ delivery }) => wanted.has(delivery.invocationId))).toHaveLength(1000);
    });
    expect(receiver.requests.filter(({ url }) => url === '/many')).toHaveLength(1000);
  });
});

describe('POST /internal/test-sends', () => {
  async function send(webhookId: string, environment: 'sandbox' | 'production' = 'sandbox') {
    const delivery = deliveryTo(webhookId, tenantId);
    const token = createIdentitySigner(INTERNAL_KEY).sign({
      tenantId,
      environment,
      scopes: ['write'],
      operator: false,
      actor: 'spec',
    });
    const answer = await fetch(`${running.service.url}/internal/test-sends`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: token },
      body: JSON.stringify({ delivery, body: Buffer.from('{"n":1.50}').toString('base64') }),
    });
    return { status: answer.status, delivery, outcome: (await answer.json()) as ReleaseOutcome };
  }

  it('sends once and now, signed and marked, also for a disabled webhook, and tells nobody else', async () => {
    receiver.respond(() => ({ status: 500, body: 'not today' }));
    const webhookId = await createWebhook('/tested');
    await pool.query(`UPDATE subscriptions.webhooks SET status = 'disabled' WHERE id = $1`, [webhookId]);
    const { status, delivery, outcome } = await send(webhookId);
    expect(status).toBe(200);
    expect(outcome.attempt).toMatchObject({
      outcome: 'rejected',
      responseCode: 500,
      responseBody: 'not today',
    });
    const requests = receiver.requests.filter(({ url }) => url === '/tested');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.body.toString()).toBe('{"n":1.50}');
    expect(requests[0]?.headers).toMatchObject({
      'webhook-test': 'true',
      'webhook-id': delivery.invocationId,
    });
    expect(
      verify({
        scheme: { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
        secrets: [secret],
        headers: requests[0]?.headers ?? {},
        body: requests[0]?.body ?? Buffer.alloc(0),
        nowSeconds: Date.now() / 1000,
      }),
    ).toEqual({ ok: true });
    receiver.respond(() => ({}));
    // Whatever the test had put on the topic would stand before the outcome of a later delivery.
    await outcomeOf(await release(webhookId, '{}'));
    expect(outcomes.some(({ delivery: { invocationId } }) => invocationId === delivery.invocationId)).toBe(
      false,
    );
  });

  it('counts an unreachable receiver as an attempt', async () => {
    const webhookId = await createWebhook('/');
    await pool.query('UPDATE subscriptions.webhooks SET url = $2 WHERE id = $1', [
      webhookId,
      'http://127.0.0.1:1/',
    ]);
    expect((await send(webhookId)).outcome.attempt).toMatchObject({ outcome: 'connection-error' });
  });

  it('finds no webhook of another environment, and none that was deleted', async () => {
    const webhookId = await createWebhook('/strange');
    expect((await send(webhookId, 'production')).status).toBe(404);
    await pool.query('UPDATE subscriptions.webhooks SET deleted_at = now() WHERE id = $1', [webhookId]);
    expect((await send(webhookId)).status).toBe(404);
    expect((await send(randomUUID())).status).toBe(404);
    expect(receiver.requests.some(({ url }) => url === '/strange')).toBe(false);
  });

  it('refuses requests without a signed identity', async () => {
    const answer = await fetch(`${running.service.url}/internal/test-sends`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
  });
});

describe('POST /internal/origin-checks', () => {
  async function check(origin: string, scopes: Identity['scopes'] = ['write']) {
    const identity = { tenantId, environment: 'sandbox', scopes, operator: false, actor: 'spec' } as const;
    const answer = await fetch(`${running.service.url}/internal/origin-checks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [IDENTITY_HEADER]: createIdentitySigner(INTERNAL_KEY).sign(identity),
      },
      body: JSON.stringify({ origin }),
    });
    return [answer.status, ((await answer.json()) as { readonly result?: string }).result];
  }

  it('connects as a delivery does, and sends nothing', async () => {
    const before = receiver.requests.length;
    expect(await check(receiver.url)).toEqual([200, 'reachable']);
    expect(await check('http://127.0.0.1:1')).toEqual([200, 'connection-error']);
    expect(await check('http://10.0.0.1:1')).toEqual([200, 'blocked-target']);
    expect(receiver.requests).toHaveLength(before);
  });

  it('refuses who may not write', async () => {
    expect(await check(receiver.url, ['read'])).toEqual([403, undefined]);
  });
});
