import { describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { workflowData, workflowEvent } from './support/events.ts';
import { readPage } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

interface Explanation {
  readonly id: string;
  readonly matched: boolean;
  readonly why: string;
  readonly body: string | null;
}
interface Validation {
  readonly accepted: boolean;
  readonly webhooks: readonly Explanation[];
}
interface Rejected {
  readonly id: string;
  readonly reason: string;
  readonly republishedAt: string | null;
}

const structured = { 'content-type': 'application/cloudevents+json' };
const system = useSystem({ CASEWIRE_MAX_EVENT_BYTES: '64KiB' });
const receiver = useReceiver({ per: 'test' });
const tenant = useResource(() => system.createTenant(), { per: 'test' });

function mapping(text: string) {
  return { transformer: 'jmespath', mapping: text };
}

function validate(event: unknown, headers: Readonly<Record<string, string>> = structured) {
  return tenant.api.post<Validation>('/v1/events/validate', event, headers);
}

async function rejectedFor(reason: string): Promise<Rejected> {
  return eventually(async () => {
    const { body } = await tenant.api.get<{ data: Rejected[] }>('/v1/rejected-events');
    const rejected = body.data.find((one) => one.reason === reason);
    if (rejected === undefined) throw new Error(`nothing was rejected for ${reason}`);
    return rejected;
  });
}

describe('filters and transforms', () => {
  it('send what passes, as what the transforms make of it in their order', async () => {
    await tenant.createWebhook({
      url: receiver.url,
      filter: "data.context.score > `10` && type == 'workflow.completed'",
      request: {
        transform: [mapping('{total: score, tags: tags}'), mapping('{total: total, first: tags[0]}')],
      },
    });
    const scored = (score: number) =>
      workflowEvent(tenant.id, { data: workflowData({ context: { score, tags: ['a', 'b'] } }) });
    await system.upstream.publish([scored(5), scored(11)]);
    await receiver.waitForCount(1);
    expect(receiver.requests.map(({ body }) => body.toString())).toEqual(['{"total":11,"first":"a"}']);
  });

  it('see what the receiver may not: the filter all of the data, the transform the selected part', async () => {
    await tenant.createWebhook({
      url: receiver.url,
      filter: 'data.context.vip',
      payload: { only: ['/context'], omit: ['/context/people/*/name'] },
    });
    const context = {
      vip: true,
      people: [
        { name: 'Ann', age: 41 },
        { name: 'Bo', age: 7 },
      ],
    };
    await system.upstream.publish([workflowEvent(tenant.id, { data: workflowData({ context }) })]);
    await receiver.waitForCount(1);
    const body = JSON.parse(String(receiver.requests[0]?.body)) as object;
    expect(body).toMatchObject({ data: { vip: true, people: [{ age: 41 }, { age: 7 }] } });
    expect(body).not.toHaveProperty('workflowRuntimeId');
  });

  it('explain why an event was filtered out', async () => {
    const { id } = await tenant.createWebhook({ url: receiver.url, filter: 'data.context.vip' });
    const published = await tenant.api.post<{ accepted: { uid: string }[] }>(
      '/v1/events',
      workflowEvent(tenant.id),
      structured,
    );
    const uid = published.body.accepted[0]?.uid ?? '';
    await eventually(async () => {
      expect(await tenant.api.get(`/v1/events/${uid}`)).toMatchObject({
        status: 200,
        body: {
          matched: 0,
          why: [
            {
              webhookId: id,
              matched: false,
              why: 'filtered out, because its filter yields null, not true: data.context.vip',
            },
          ],
        },
      });
    });
  });

  it('that fail on an event are seen in the history', async () => {
    await tenant.createWebhook({ url: receiver.url, request: { transform: mapping('abs(documents)') } });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await eventually(async () => {
      const { data } = await readPage(tenant.api, {});
      expect(data).toMatchObject([
        { status: 'failed', reason: expect.stringMatching(/^transform-failed: /) },
      ]);
    });
    expect(receiver.requests).toEqual([]);
  });
});

describe('POST /v1/events/validate', () => {
  it('says which webhooks would get an event, as which text, and why others would not; nothing is sent', async () => {
    const [plain, mapped, filtered, waiting] = [
      await tenant.createWebhook({ url: receiver.url, format: 'standard' }),
      await tenant.createWebhook({ url: receiver.url, request: { transform: mapping('{n: documents}') } }),
      await tenant.createWebhook({ url: receiver.url, filter: 'data.none' }),
      await tenant.createWebhook({
        url: receiver.url,
        events: ['workflow.state.changed'],
        stateNames: ['review'],
      }),
    ];
    const event = workflowEvent(tenant.id);
    const { status, body } = await validate(event);
    expect([status, body.accepted]).toEqual([200, true]);
    const explained = Object.fromEntries(body.webhooks.map(({ id, ...explanation }) => [id, explanation]));
    expect(explained).toEqual({
      [plain.id]: {
        matched: true,
        why: 'it matches',
        body: JSON.stringify({ type: event['type'], timestamp: event['time'], data: event['data'] }),
      },
      [mapped.id]: { matched: true, why: 'it matches', body: '{"n":[]}' },
      [filtered.id]: { matched: false, why: expect.stringMatching(/^filtered out, because /), body: null },
      [waiting.id]: { matched: false, why: expect.stringContaining('is not among its events'), body: null },
    });
    expect((await readPage(tenant.api, {})).data).toEqual([]);
    expect((await tenant.api.get<{ data: unknown[] }>('/v1/events')).body.data).toEqual([]);
    expect(receiver.requests).toEqual([]);
  });

  it('renders the text that is then sent, byte for byte', async () => {
    await tenant.createWebhook({ url: receiver.url, format: 'cloudevents' });
    const event = workflowEvent(tenant.id);
    const { body } = await validate(event);
    await system.upstream.publish([event]);
    await receiver.waitForCount(1);
    expect(receiver.requests[0]?.body.toString()).toBe(body.webhooks[0]?.body);
  });

  it('says by which state of the run it decides', async () => {
    const states = { events: ['workflow.state.changed'], stateNames: ['review'] };
    await tenant.createWebhook({ url: receiver.url, ...states });
    const event = () =>
      workflowEvent(tenant.id, { type: 'workflow.state.changed', data: workflowData({ state: 'review' }) });
    expect((await validate(event())).body.webhooks).toMatchObject([{ matched: true }]);
    await system.upstream.publish([event()]);
    await receiver.waitForCount(1);
    expect((await validate(event())).body.webhooks).toMatchObject([
      { matched: false, why: 'the run was in review already' },
    ]);
  });

  it('says why an event would not be accepted, in structured and in binary mode', async () => {
    const { id: _id, ...withoutId } = workflowEvent(tenant.id);
    expect(await validate(withoutId)).toMatchObject({
      status: 200,
      body: { accepted: false, reason: 'missing-attribute', errors: [{ path: 'id' }], webhooks: [] },
    });
    const binary = {
      'ce-specversion': '1.0',
      'ce-id': 'b',
      'ce-source': '/b',
      'ce-type': 'workflow.completed',
    };
    expect(await validate({ context: {} }, binary)).toMatchObject({
      status: 200,
      body: { accepted: false, reason: 'invalid-data', errors: [{ path: 'data/workflowCreatedAt' }] },
    });
    const batch = { 'content-type': 'application/cloudevents-batch+json' };
    expect((await validate([workflowEvent(tenant.id)], batch)).status).toBe(415);
  });
});

describe('POST /v1/rejected-events/{id}/republish', () => {
  const republish = (id: string, body?: string) =>
    tenant.api.post<{ uid: string }>(`/v1/rejected-events/${id}/republish`, body);

  it('publishes the event again with corrected data, spelled as it was sent', async () => {
    await tenant.createWebhook({ url: receiver.url, format: 'standard' });
    const broken = workflowEvent(tenant.id, { data: workflowData({ context: 'none' }) });
    await system.upstream.publish([broken]);
    const { id, republishedAt } = await rejectedFor('invalid-data');
    expect(republishedAt).toBeNull();
    expect(await republish(id)).toMatchObject({
      status: 422,
      body: { code: 'event-rejected', reason: 'invalid-data', errors: [{ path: 'data/context' }] },
    });
    const data = `{"score": 1.50, ${JSON.stringify(workflowData()).slice(1)}`;
    expect(await republish(id, `{ "data": ${data} }`)).toMatchObject({
      status: 202,
      body: { id: broken['id'], source: broken['source'], uid: expect.any(String) },
    });
    await receiver.waitForCount(1);
    expect(receiver.requests[0]?.body.toString()).toContain(`"data":${data}`);
    expect((await rejectedFor('invalid-data')).republishedAt).not.toBeNull();
  });

  it('publishes the original where its type is known by now', async () => {
    await tenant.createWebhook({ url: receiver.url });
    await system.upstream.publish([workflowEvent(tenant.id, { type: 'claim.paid', data: { amount: 1 } })]);
    const { id } = await rejectedFor('unknown-event-type');
    expect((await republish(id)).status).toBe(422);
    await tenant.api.put('/v1/event-types/claim.paid', { schema: { type: 'object' } });
    expect((await republish(id)).status).toBe(202);
    await receiver.waitForCount(1);
  });

  it('mends binary data that was no JSON', async () => {
    const attributes = {
      specversion: '1.0',
      id: 'b',
      source: '/b',
      type: 'workflow.completed',
      tenantid: tenant.id,
      environment: 'sandbox',
    };
    await system.upstream.publishBinary(attributes, '{"context":');
    const { id } = await rejectedFor('invalid-json');
    expect((await republish(id)).status).toBe(422);
    expect((await republish(id, JSON.stringify({ data: workflowData() }))).status).toBe(202);
  });

  it('says what to do about a record that was too large to be kept', async () => {
    const large = workflowData({ context: { big: 'x'.repeat(70_000) } });
    await system.upstream.publish([workflowEvent(tenant.id, { data: large })]);
    const { id } = await rejectedFor('too-large');
    expect(await republish(id)).toMatchObject({
      status: 409,
      body: { code: 'invalid-state', detail: expect.stringContaining('POST /v1/events') },
    });
  });

  it('refuses what it does not know', async () => {
    expect((await republish('01900000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await republish('not-an-id')).status).toBe(400);
    expect(await republish('01900000-0000-7000-8000-000000000000', '{"date": {}}')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'date' }] },
    });
  });
});
