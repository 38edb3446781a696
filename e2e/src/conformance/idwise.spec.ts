import { describe, expect, it } from '@jest/globals';
import type { ReceivedRequest } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { Webhook } from 'standardwebhooks';
import { untilDelivered, untilRetrying } from '../support/ledger.ts';
import { jsonOf, rawHeader, receiveOne, stageOf, type EventDraft } from './stage.ts';
import { useSystem } from '../support/use-system.ts';

const stage = stageOf(useSystem());
const receiver = useReceiver({ per: 'test' });

const body = {
  journeyId: '62e6a1b2c3d4e5f600005d0c',
  referenceNo: '840123',
  systemDecision: 'Complete',
  finalDecision: 'Approved',
};

function finished(overrides: object = {}): EventDraft {
  return { type: 'Finished Journey', data: { ...body, ...overrides } };
}

const eventNames = [
  'Finished Journey',
  'Manually Reviewed',
  'AML Monitor Update',
  'Finished User Steps',
  'Updated Journey',
  'Verification Update Required',
  'KYC Renewal Deadline Exceeded',
  'Finished Spot Check',
  'Finished Ongoing Check',
  'Step Submitted',
  'Finished Step',
];

function eventIdOf(request: ReceivedRequest): unknown {
  return (jsonOf(request) as { body: { eventId?: unknown } }).body.eventId;
}

describe('IDWise', () => {
  it('I1 posts an event name with spaces and a body', async () => {
    const request = await receiveOne(stage, { event: finished() });
    expect(request.method).toBe('POST');
    expect(request.body.toString()).toBe(JSON.stringify({ event: 'Finished Journey', body }));
  });

  it('I1 takes the name percent-encoded over HTTP, and encodes it again on the way out', async () => {
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: receiver.url, format: 'cloudevents-binary' });
    const answer = await tenant.api.post('/v1/events', JSON.stringify(body), {
      'ce-specversion': '1.0',
      'ce-id': 'i1',
      'ce-source': '/idwise',
      'ce-type': 'Finished%20Journey',
    });
    expect(answer.status).toBe(202);
    const [request] = await receiver.waitForCount(1);
    expect(request?.headers['ce-type']).toBe('Finished%20Journey');
    expect(request?.body.toString()).toBe(JSON.stringify(body));
  });

  it('I2 knows the names of the page and the observed ones', async () => {
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: receiver.url, events: eventNames });
    await stage.publish(tenant, ...eventNames.map((type) => ({ type, data: body })));
    await receiver.waitForCount(eventNames.length);
    expect(new Set(receiver.requests.map((request) => jsonOf(request)['event']))).toEqual(
      new Set(eventNames),
    );
  });

  it('I3 leaves finalDecision out before a review, and passes unknown fields through', async () => {
    const { finalDecision: _none, ...unreviewed } = body;
    const refer = { ...unreviewed, systemDecision: 'Refer', extra: { grows: [1.5] } };
    const request = await receiveOne(stage, { event: { type: 'Finished Journey', data: refer } });
    expect(request.body.toString()).toBe(JSON.stringify({ event: 'Finished Journey', body: refer }));
    const update = { ...unreviewed, previousSystemDecision: 'Complete', updatedAMLVersionNumber: 3 };
    const aml = await receiveOne(stage, { event: { type: 'AML Monitor Update', data: update } });
    expect(jsonOf(aml)['body']).toEqual(update);
  });

  it('I3 refuses a decision that does not exist, naming where and what', async () => {
    const tenant = await stage.createTenant();
    const answer = await tenant.api.post(
      '/v1/events',
      {
        specversion: '1.0',
        id: 'i3',
        source: '/idwise',
        type: 'Finished Journey',
        data: { ...body, systemDecision: 'Perhaps' },
      },
      { 'content-type': 'application/cloudevents+json' },
    );
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'data/systemDecision', message: expect.stringContaining('Complete') }] },
    });
  });

  it('I4 adds eventId on request, the same on every retry', async () => {
    receiver.respond((_request, index) => ({ status: index === 0 ? 503 : 200 }));
    const tenant = await stage.createTenant();
    await tenant.createWebhook({
      url: receiver.url,
      options: { idwise: { eventId: true } },
      retry: { delaysSeconds: [0.2] },
    });
    await stage.publish(tenant, { ...finished(), id: 'journey-event-1' });
    await receiver.waitForCount(2);
    const ids = receiver.requests.map(eventIdOf);
    expect(ids).toEqual(['journey-event-1', 'journey-event-1']);
    expect(eventIdOf(await receiveOne(stage, { event: finished() }))).toBeUndefined();
  });

  it('I5 notifies several URLs of one event, each with its own invocation', async () => {
    const tenant = await stage.createTenant();
    for (const path of ['app', 'test', 'test'])
      await tenant.createWebhook({ url: `${receiver.url}/${path}`, events: ['Finished Journey'] });
    await stage.publish(tenant, finished());
    const invocations = await untilDelivered(tenant.api, 3);
    expect(receiver.requests.map(({ url }) => url).sort()).toEqual(['/app', '/test', '/test']);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set(invocations.map(({ id }) => id)),
    );
  });

  it('I6 sends no signature unless asked to, and authenticates as the receiver wants', async () => {
    const plain = await receiveOne(stage, { event: finished() });
    expect(plain.rawHeaders.filter((header) => /signature|authorization/i.test(header))).toEqual([]);
    const authorizationWith = async (webhook: object) =>
      (await receiveOne(stage, { event: finished(), webhook })).headers.authorization;
    expect(await authorizationWith({ auth: { basic: { username: 'user', password: 'pass' } } })).toBe(
      `Basic ${Buffer.from('user:pass').toString('base64')}`,
    );
    expect(await authorizationWith({ auth: { bearer: { token: 'token' } } })).toBe('Bearer token');
    const custom = await receiveOne(stage, {
      event: finished(),
      webhook: { headers: { 'X-Api-Key': 'mine' } },
    });
    expect(rawHeader(custom, 'X-Api-Key')).toBe('mine');
    const secret = `whsec_${'0a'.repeat(32)}`;
    const signed = await receiveOne(stage, {
      event: finished(),
      webhook: { signing: { scheme: 'standard-webhooks', secret } },
    });
    expect(
      new Webhook(secret).verify(signed.body.toString(), signed.headers as Record<string, string>),
    ).toMatchObject({ event: 'Finished Journey' });
  });

  it('I7 counts nothing but 200 as success, and tries again after 5 minutes', async () => {
    receiver.respond(() => ({ status: 202 }));
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    await stage.publish(tenant, finished());
    await receiver.waitForCount(1);
    const [invocation] = await untilRetrying(tenant.api);
    const waits = Date.parse(invocation?.nextAttemptAt ?? '') - Date.parse(invocation?.lastAttemptAt ?? '');
    expect(Math.abs(waits - 5 * 60_000)).toBeLessThan(2_000);
  });

  it('I8 repeats a notification under the same webhook-id', async () => {
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    await stage.publish(tenant, finished());
    const [invocation] = await untilDelivered(tenant.api, 1);
    expect((await tenant.api.post(`/v1/invocations/${invocation?.id ?? ''}/retry`)).status).toBe(202);
    await receiver.waitForCount(2);
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([
      invocation?.id,
      invocation?.id,
    ]);
  });
});
