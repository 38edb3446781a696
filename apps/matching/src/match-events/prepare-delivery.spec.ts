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
import { prepareDelivery } from './prepare-delivery.ts';

const settings = { topicPrefix: 't.', maxBodyBytes: 10_000 };
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
  status: 'active',
  endsWithRun: false,
  settings: {},
};

function headersOf(record: OutgoingRecord): RecordHeaders {
  return record.headers as RecordHeaders;
}

describe('prepareDelivery', () => {
  it('puts the rendered body on deliveries, keyed by webhook, with the invocation id inside', () => {
    const record = prepareDelivery(event, webhook, settings);
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

  it('yields the same record again, and another invocation for another webhook', () => {
    const other = { ...webhook, webhookId: '019ac000-0000-7000-8000-00000000000b' };
    expect(prepareDelivery(event, webhook, settings)).toEqual(prepareDelivery(event, webhook, settings));
    expect(headersOf(prepareDelivery(event, other, settings))['invocation-id']).not.toBe(
      headersOf(prepareDelivery(event, webhook, settings))['invocation-id'],
    );
  });

  it('sends ordered webhooks through the ledger, by subject', () => {
    const record = prepareDelivery(event, { ...webhook, ordering: 'subject' }, settings);
    expect(record.topic).toBe('t.ordered.v1');
    expect(decodeDisposition(headersOf(record))).toEqual({ kind: 'ordered', orderingKey: 'run-1' });
  });

  it('does not order what is about nothing', () => {
    const { subject: _subject, workflowruntimeid: _run, ...attributes } = event.attributes;
    const record = prepareDelivery(
      { ...event, attributes: attributes },
      { ...webhook, ordering: 'subject' },
      settings,
    );
    expect(record.topic).toBe('t.deliveries.v1');
  });

  it('tells the ledger of a body that is too large', () => {
    const record = prepareDelivery(event, webhook, { ...settings, maxBodyBytes: 100 });
    expect(record.value).toHaveLength(0);
    expect(decodeDisposition(headersOf(record))).toEqual({ kind: 'failed', reason: 'body-too-large' });
  });

  it('tells the ledger of a body that cannot be rendered', () => {
    const broken = { ...event, data: Buffer.from('{"workflowCreatedAt":"never"}') };
    expect(decodeDisposition(headersOf(prepareDelivery(broken, webhook, settings)))).toEqual({
      kind: 'failed',
      reason: 'unrenderable-body',
    });
  });

  it('wraps the data in the Standard Webhooks envelope where the webhook asks for it', () => {
    const { value } = prepareDelivery(event, { ...webhook, format: 'standard' }, settings);
    expect(JSON.parse(String(value))).toEqual({
      type: 'workflow.completed',
      timestamp: '2024-10-24T11:42:25Z',
      data: example,
    });
  });
});
