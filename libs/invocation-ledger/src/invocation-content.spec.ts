import { describe, expect, it } from '@jest/globals';
import { encodeDeliveryHeaders, encodeOrderedHeaders, type DeliveryMetadata } from '@casewire/events';
import { contentFromHeaders, releaseHeaders } from './invocation-content.ts';

const metadata: DeliveryMetadata = {
  invocationId: '019a0000-0000-7000-8000-000000000001',
  release: 1,
  attempt: 1,
  webhookId: 'wh-1',
  tenantId: 'acme',
  environment: 'sandbox',
  family: 'ballerine',
  eventUid: '019a0000-0000-7000-8000-000000000002',
  eventId: 'evt-1',
  eventSource: '/workflows',
  eventType: 'workflow.completed',
  eventTime: '2022-09-08T20:25:40.636658Z',
  subject: 'run-1',
  acceptedAt: 1_763_000_000_000,
  contentType: 'application/json',
  requestHeaders: { 'x-casing': 'kept' },
  traceparent: '00-11111111111111111111111111111111-2222222222222222-01',
};

describe('content of an invocation', () => {
  it('is released again with the headers that matching wrote, but for the numbers', () => {
    const headers = { ...encodeDeliveryHeaders(metadata), 'placeholder-values': '{"a.b":"c"}' };
    const content = contentFromHeaders(headers, Buffer.from('{}'));
    expect(releaseHeaders(content, { release: 3, attempt: 2 })).toEqual({
      ...headers,
      release: '3',
      attempt: '2',
    });
  });

  it('drops headers that only concern the first release, and tells later ones the key of their slot', () => {
    const headers = encodeOrderedHeaders(metadata, { kind: 'ordered', orderingKey: 'run-1' });
    const content = contentFromHeaders(headers, Buffer.from('{}'));
    expect(releaseHeaders(content, { release: 1, attempt: 1 })).toEqual(
      encodeDeliveryHeaders({ ...metadata, orderingKey: 'run-1' }),
    );
  });

  it('has no subject where the event had none', () => {
    const { subject: _, ...without } = metadata;
    const content = contentFromHeaders(encodeDeliveryHeaders(without), null);
    expect(content).not.toHaveProperty('subject');
    expect(releaseHeaders(content, { release: 1, attempt: 1 })).not.toHaveProperty('subject');
  });
});
