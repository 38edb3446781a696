import {
  encodeReleaseOutcome,
  testSendSchema,
  uuidTimestampMs,
  type ReleaseOutcome,
  type TestSend,
} from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Caller, createTenant, INTERNAL_KEY, useSubscriptions } from './subscriptions.fixture.ts';

/** Stands in for the delivery service, which has specs of its own. */

/** Stands in for the delivery service, which has specs of its own. */
const delivery = useReceiver();
const { service } = useSubscriptions(() => ({ CASEWIRE_DELIVERY_URL: delivery.url }));
const acme = useResource(() => createTenant(service, 'acme', { apiVersion: 7 }));

beforeEach(() => {
  delivery.respond(({ body }) => answer(testSendSchema.parse(JSON.parse(body.toString()))));
});

function answer({ delivery: sent }: TestSend) {
  const outcome: ReleaseOutcome = {
    delivery: sent,
    attempt: {
      id: sent.invocationId,
      number: 1,
      startedAt: sent.acceptedAt,
      durationMs: 12.5,
      outcome: 'rejected',
      request: { method: 'POST', url: 'https://receiver.example/', headers: { 'webhook-test': 'true' } },
      responseCode: 500,
    },
    next: { kind: 'retry', at: sent.acceptedAt + 5_000 },
  };
  return { body: encodeReleaseOutcome(outcome) };
}

async function create(body: object): Promise<{ id: string; events: string[] }> {
  const created = await acme.post<{ id: string; events: string[] }>('/v1/webhooks', {
    url: 'https://receiver.example/',
    ...body,
  });
  expect(created.status).toBe(201);
  return created.body;
}

async function createWebhook(body: object = {}): Promise<string> {
  return (await create(body)).id;
}

function lastTest(): TestSend {
  return testSendSchema.parse(JSON.parse(delivery.requests.at(-1)?.body.toString() ?? ''));
}

describe('POST /v1/webhooks/{id}/test', () => {
  it('answers the attempt, whatever the receiver said, without what would follow from it', async () => {
    const id = await createWebhook({ events: ['own.*', 'workflow.completed'] });
    const { status, body } = await acme.post(`/v1/webhooks/${id}/test`);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: lastTest().delivery.invocationId,
      number: 1,
      startedAt: new Date(lastTest().delivery.acceptedAt).toISOString(),
      durationMs: 12.5,
      outcome: 'rejected',
      request: { method: 'POST', url: 'https://receiver.example/', headers: { 'webhook-test': 'true' } },
      responseCode: 500,
    });
  });

  it('renders the example of the first type that is listed by name, as the webhook would get it', async () => {
    const id = await createWebhook({ events: ['own.*', 'workflow.completed'] });
    await acme.post(`/v1/webhooks/${id}/test`, undefined);
    const { delivery: sent, body } = lastTest();
    expect(sent).toMatchObject({
      webhookId: id,
      tenantId: 'acme',
      environment: 'sandbox',
      family: 'ballerine',
    });
    expect(Math.abs(uuidTimestampMs(sent.invocationId) - Date.now())).toBeLessThan(60_000);
    expect(JSON.parse(Buffer.from(body, 'base64').toString())).toMatchObject({
      id: sent.invocationId,
      eventName: 'workflow.completed',
      apiVersion: 7,
      environment: 'sandbox',
    });
    expect(sent.subject).toEqual(expect.any(String));
  });

  it('carries a query for GET, and what the example has for the placeholders of the webhook', async () => {
    await acme.put('/v1/event-types/claim%20opened', { schema: {}, example: { amount: 1, by: { id: 'é' } } });
    const wanted = { method: 'GET', format: 'cloudevents-binary', events: ['claim opened'] };
    const id = await createWebhook({ ...wanted, url: 'https://receiver.example/{by.id}' });
    expect((await acme.post(`/v1/webhooks/${id}/test`)).status).toBe(200);
    const { delivery: sent, body } = lastTest();
    expect(Buffer.from(body, 'base64').toString()).toBe('amount=1&by=%7B%22id%22%3A%22%C3%A9%22%7D');
    expect(sent).toMatchObject({
      placeholders: { 'by.id': 'é' },
      contentType: 'application/x-www-form-urlencoded',
    });
    const missing = await createWebhook({ ...wanted, url: 'https://receiver.example/{to.id}' });
    expect(await acme.post(`/v1/webhooks/${missing}/test`)).toMatchObject({
      status: 422,
      body: { errors: [{ message: expect.stringContaining('unknown-placeholder: {to.id}') }] },
    });
  });

  it("takes a type of the tenant's own, in the format of the webhook", async () => {
    await acme.put('/v1/event-types/claim%20paid', { schema: {}, example: { amount: 1 } });
    const id = await createWebhook({ format: 'cloudevents-binary' });
    expect((await acme.post(`/v1/webhooks/${id}/test`, { eventType: 'claim paid' })).status).toBe(200);
    const { delivery: sent, body } = lastTest();
    expect(Buffer.from(body, 'base64').toString()).toBe('{"amount":1}');
    expect(sent.requestHeaders).toMatchObject({ 'ce-type': 'claim%20paid', 'ce-tenantid': 'acme' });
  });

  it('sends what the transforms of the webhook make, and says why they make nothing', async () => {
    const transformed = async (mapping: string) => {
      const request = { transform: { transformer: 'jmespath', mapping } };
      const id = await createWebhook({ events: ['workflow.completed'], request });
      return acme.post(`/v1/webhooks/${id}/test`);
    };
    expect((await transformed('{kind: entity.type}')).status).toBe(200);
    expect(Buffer.from(lastTest().body, 'base64').toString()).toBe('{"kind":"business"}');
    expect(await transformed('abs(entity)')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'eventType', message: expect.stringContaining('transform-failed: ') }] },
    });
  });

  it('speaks to delivery for the tenant and environment of the key, and for no other', async () => {
    const id = await createWebhook({ events: ['workflow.completed'] });
    await acme.post(`/v1/webhooks/${id}/test`);
    const token = String(delivery.requests.at(-1)?.headers[IDENTITY_HEADER]);
    const identity = createIdentitySigner(INTERNAL_KEY).verify(token);
    expect(identity).toMatchObject({ tenantId: 'acme', environment: 'sandbox' });
    const production = Caller.tenant(service, 'acme', { environment: 'production' });
    expect((await production.post(`/v1/webhooks/${id}/test`)).status).toBe(404);
    const reader = Caller.tenant(service, 'acme', { only: ['read'] });
    expect((await reader.post(`/v1/webhooks/${id}/test`)).status).toBe(403);
  });

  it('says what is missing where there is nothing to send', async () => {
    await acme.put('/v1/event-types/claim.opened', { schema: {} });
    const patterns = await createWebhook({ events: ['workflow.*'] });
    const refusals = await Promise.all(
      [undefined, { eventType: 'claim.opened' }, { eventType: 'nobody.knows' }].map((body) =>
        acme.post<{ errors: { path: string; message: string }[] }>(`/v1/webhooks/${patterns}/test`, body),
      ),
    );
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(refusals.map(({ body }) => body.errors[0]?.path)).toEqual(['eventType', 'eventType', 'eventType']);
    expect(refusals.map(({ body }) => body.errors[0]?.message)).toEqual([
      expect.stringContaining('lists no event type by name'),
      expect.stringContaining('PUT /v1/event-types'),
      expect.stringContaining('is not an event type'),
    ]);
  });

  it('asks for a type where the webhook lists types of several families', async () => {
    const { id, events } = await create({ stateNames: ['review'] });
    expect(events.length).toBeGreaterThan(1);
    expect(await acme.post(`/v1/webhooks/${id}/test`)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'eventType', accepted: events.join(', ') }] },
    });
    expect((await acme.post(`/v1/webhooks/${id}/test`, { eventType: events[0] })).status).toBe(200);
  });

  it('says why where the settings of the webhook allow no request', async () => {
    const id = await createWebhook({ events: ['workflow.completed'] });
    delivery.respond(({ body }) => {
      const { delivery: sent } = testSendSchema.parse(JSON.parse(body.toString()));
      const next = { kind: 'give-up', reason: 'unusable-secret' } as const;
      return { body: encodeReleaseOutcome({ delivery: sent, next }) };
    });
    expect(await acme.post(`/v1/webhooks/${id}/test`)).toMatchObject({
      status: 409,
      body: { code: 'invalid-state', detail: expect.stringContaining('unusable-secret') },
    });
  });

  it('is answered 503 while delivery is away', async () => {
    const id = await createWebhook({ events: ['workflow.completed'] });
    for (const behaviour of [{ closeConnection: true }, { status: 503 }]) {
      delivery.respond(() => behaviour);
      expect(await acme.post(`/v1/webhooks/${id}/test`)).toMatchObject({
        status: 503,
        body: { code: 'unavailable' },
      });
    }
  });
});
