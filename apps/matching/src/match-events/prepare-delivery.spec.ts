import { describe, expect, it } from '@jest/globals';
import {
  decodeDeliveryHeaders,
  decodeDisposition,
  type AcceptedEvent,
  type RecordHeaders,
} from '@casewire/events';
import { families } from '@casewire/families';
import type { OutgoingRecord } from '@casewire/kafka';
import type { MatchCandidate } from '@casewire/subscription-store';
import { decidePayloads, EventContent } from '@casewire/payloads';
import { dataUrlOf } from '@casewire/testing';
import { prepareDelivery, type Occasion, type PreparationSettings } from './prepare-delivery.ts';

const settings = { topicPrefix: 't.', maxBodyBytes: 10_000, dataUrlOf };
const example = families
  .flatMap((family) => family.eventTypes)
  .find(({ type }) => type === 'workflow.completed')?.example;

const event: AcceptedEvent = {
  uid: '019ac000-0000-7000-8000-000000000001',
  acceptedAt: 1_763_683_200_000,
  attributes: {
    id: 'e-1',
    source: '/workflows',
    type: 'workflow.completed',
    time: '2024-10-24T11:42:25Z',
    tenantid: 'acme',
    environment: 'sandbox',
    subject: 'run-1',
    workflowruntimeid: 'run-1',
  },
  data: Buffer.from(JSON.stringify(example)),
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const webhook: MatchCandidate = {
  webhookId: '019ac000-0000-7000-8000-00000000000a',
  level: 'customer',
  format: 'native',
  options: {},
  ordering: 'none',
  method: 'POST',
  payload: null,
  contextPlaceholders: [],
  status: 'active',
  stateNames: null,
  filter: null,
  transform: null,
  settings: {},
};

async function prepareIfWanted(
  about: AcceptedEvent,
  to: MatchCandidate,
  within: PreparationSettings = settings,
  occasion: Occasion = 'first',
) {
  const content = new EventContent(about);
  const [decision] = await decidePayloads(content, [to], 'additive', dataUrlOf);
  return decision && prepareDelivery(content, decision, occasion, within);
}

async function prepare(about: AcceptedEvent, to: MatchCandidate, within = settings): Promise<OutgoingRecord> {
  const record = await prepareIfWanted(about, to, within);
  if (record === undefined) throw new Error('nothing was prepared');
  return record;
}

function headersOf(record: OutgoingRecord): RecordHeaders {
  return record.headers as RecordHeaders;
}

describe('prepareDelivery', () => {
  it('puts the rendered body on deliveries, keyed by webhook, with the invocation id inside', async () => {
    const record = await prepare(event, webhook);
    const delivery = decodeDeliveryHeaders(headersOf(record));
    expect(record).toMatchObject({ topic: 't.deliveries.v1', key: webhook.webhookId });
    expect(delivery).toMatchObject({
      release: 1,
      attempt: 1,
      eventUid: event.uid,
      eventTime: event.attributes.time,
      traceparent: event.traceparent,
    });
    expect(JSON.parse(String(record.value))).toMatchObject({
      id: delivery.invocationId,
      eventName: 'workflow.completed',
    });
  });

  it('yields the same record again, and another invocation for another webhook', async () => {
    const other = { ...webhook, webhookId: '019ac000-0000-7000-8000-00000000000b' };
    expect(await prepare(event, webhook)).toEqual(await prepare(event, webhook));
    expect(headersOf(await prepare(event, other))['invocation-id']).not.toBe(
      headersOf(await prepare(event, webhook))['invocation-id'],
    );
  });

  it('sends ordered webhooks through the ledger, by subject', async () => {
    const record = await prepare(event, { ...webhook, ordering: 'subject' });
    expect(record.topic).toBe('t.ordered.v1');
    expect(decodeDisposition(headersOf(record))).toEqual({ kind: 'ordered', orderingKey: 'run-1' });
  });

  it('leaves a rematch to the ledger, which orders what is ordered', async () => {
    const rematch = async (to: MatchCandidate) => {
      const record = await prepareIfWanted(event, to, settings, 'rematch');
      return record && [record.topic, decodeDisposition(headersOf(record)), record.value];
    };
    const { value } = await prepare(event, webhook);
    expect(await rematch(webhook)).toEqual(['t.ordered.v1', { kind: 'rematch' }, value]);
    expect(await rematch({ ...webhook, ordering: 'subject' })).toEqual([
      't.ordered.v1',
      { kind: 'ordered', orderingKey: 'run-1' },
      value,
    ]);
  });

  it('does not order what is about nothing', async () => {
    const { subject: _subject, workflowruntimeid: _run, ...attributes } = event.attributes;
    const record = await prepare({ ...event, attributes: attributes }, { ...webhook, ordering: 'subject' });
    expect(record.topic).toBe('t.deliveries.v1');
  });

  it('tells the ledger of a body that is too large', async () => {
    const record = await prepare(event, webhook, { ...settings, maxBodyBytes: 100 });
    expect(record.value).toHaveLength(0);
    expect(decodeDisposition(headersOf(record))).toEqual({ kind: 'failed', reason: 'body-too-large' });
  });

  it('tells the ledger of a body that cannot be rendered', async () => {
    const broken = { ...event, data: Buffer.from('{"workflowCreatedAt":"never"}') };
    expect(decodeDisposition(headersOf(await prepare(broken, webhook)))).toEqual({
      kind: 'failed',
      reason: 'unrenderable-body',
    });
  });

  it('wraps the data in the Standard Webhooks envelope where the webhook asks for it', async () => {
    const { value } = await prepare(event, { ...webhook, format: 'standard' });
    expect(JSON.parse(String(value))).toEqual({
      type: 'workflow.completed',
      timestamp: '2024-10-24T11:42:25Z',
      data: example,
    });
  });

  it('puts ids, type, time and an address into a thin body, and nothing else of the event into what is sent', async () => {
    const { webhookId } = webhook;
    const { value, headers } = await prepare(event, { ...webhook, format: 'thin' });
    const delivery = decodeDeliveryHeaders(headers as RecordHeaders);
    expect(JSON.parse(String(value))).toEqual({
      invocationId: delivery.invocationId,
      webhookId,
      eventUid: event.uid,
      eventId: 'e-1',
      type: 'workflow.completed',
      time: '2024-10-24T11:42:25Z',
      dataUrl: dataUrlOf({ webhookId, eventUid: event.uid }),
    });
    expect(delivery).toMatchObject({ requestHeaders: {}, contentType: 'application/json' });
    expect(delivery).not.toHaveProperty('placeholders');
  });

  it('tells the ledger of a filter that costs too much, so that its owner sees it', async () => {
    const large = {
      ...event,
      data: Buffer.from(JSON.stringify({ ...(example as object), more: 'x'.repeat(2 ** 20) })),
    };
    const record = await prepare(large, { ...webhook, filter: '`true`' });
    expect(decodeDisposition(headersOf(record))).toEqual({ kind: 'failed', reason: 'filter-too-expensive' });
  });

  it('prepares nothing for what a webhook does not want', async () => {
    const unwanted = [{ filter: '`false`' }, { stateNames: ['approved'] }];
    expect(
      await Promise.all(unwanted.map((part) => prepareIfWanted(event, { ...webhook, ...part }))),
    ).toEqual([undefined, undefined]);
  });

  it('carries what the context has for the placeholders of the webhook, and nothing where it names none', async () => {
    const data = Buffer.from(JSON.stringify({ ...(example as object), context: { entity: { id: 'é' } } }));
    const record = await prepare({ ...event, data }, { ...webhook, contextPlaceholders: ['entity.id'] });
    expect(decodeDeliveryHeaders(headersOf(record))).toMatchObject({ placeholders: { 'entity.id': 'é' } });
    expect(headersOf(await prepare(event, webhook))).not.toHaveProperty('placeholders');
  });

  it('tells the ledger of a placeholder that the context has nothing for', async () => {
    const record = await prepare(event, { ...webhook, contextPlaceholders: ['entity.missing'] });
    expect(record.value).toHaveLength(0);
    expect(decodeDisposition(headersOf(record))).toEqual({
      kind: 'failed',
      reason: 'unknown-placeholder: {entity.missing}',
    });
  });

  it('carries the key that its event has on accepted where outcomes are announced by it, and only there', async () => {
    const carrying = { ...settings, carriesAcceptedKey: true };
    const keyWithin = async (within: PreparationSettings) =>
      decodeDeliveryHeaders(headersOf(await prepare(event, webhook, within))).acceptedKey;
    expect(await keyWithin(carrying)).toBe('acme/run-1');
    expect(await keyWithin({ ...carrying, maxBodyBytes: 1 })).toBe('acme/run-1');
    expect(await keyWithin(settings)).toBeUndefined();
  });
});
