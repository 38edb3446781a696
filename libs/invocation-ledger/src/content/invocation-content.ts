import {
  decodeDeliveryHeaders,
  encodeCarriedHeaders,
  type DeliveryMetadata,
  type Environment,
  type RecordHeaders,
} from '@casewire/events';

/** What matching made of an event for one webhook. It never changes; each release carries it. */
export interface InvocationContent {
  readonly id: string;
  readonly tenantId: string;
  readonly environment: Environment;
  readonly webhookId: string;
  readonly family: string;
  readonly eventUid: string;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventType: string;
  readonly subject: string | null;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
  /** Headers of the delivery record that have no field here, so that a later release carries them all. */
  readonly headers: RecordHeaders;
  /** The exact bytes to send; null where only an attempt record told of the invocation, or there are none. */
  readonly body: Buffer | null;
}

/** Headers that have a field of their own, or that differ from release to release. */
const ownHeaders = new Set([
  'invocation-id',
  'release',
  'attempt',
  'webhook-id',
  'tenant',
  'environment',
  'family',
  'event-uid',
  'event-id',
  'event-source',
  'event-type',
  'subject',
  'accepted-at',
  'disposition',
  'ordering-key',
  'reason',
]);

/**
 * Reads the headers of a delivery or ordered record.
 * @throws MalformedRecordError where a header that such a record must have is missing or unreadable
 */
export function contentFromHeaders(headers: RecordHeaders, body: Buffer | null): InvocationContent {
  return contentOf(decodeDeliveryHeaders(headers), withoutOwn(headers), body);
}

/** What an attempt record tells of the invocation: all but the body. */
export function contentOfDelivery(delivery: DeliveryMetadata): InvocationContent {
  return contentOf(delivery, encodeCarriedHeaders(delivery), null);
}

function withoutOwn(headers: RecordHeaders): RecordHeaders {
  const others: RecordHeaders = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !ownHeaders.has(name)) others[name] = value;
  }
  return others;
}

function contentOf(
  metadata: DeliveryMetadata,
  headers: RecordHeaders,
  body: Buffer | null,
): InvocationContent {
  return {
    id: metadata.invocationId,
    tenantId: metadata.tenantId,
    environment: metadata.environment,
    webhookId: metadata.webhookId,
    family: metadata.family,
    eventUid: metadata.eventUid,
    eventId: metadata.eventId,
    eventSource: metadata.eventSource,
    eventType: metadata.eventType,
    subject: metadata.subject ?? null,
    acceptedAt: metadata.acceptedAt,
    headers,
    body,
  };
}

/** The headers of a release: those that matching wrote, with the numbers of this release. */
export function releaseHeaders(
  content: Omit<InvocationContent, 'body'>,
  numbers: { release: number; attempt: number },
): RecordHeaders {
  return {
    ...content.headers,
    'invocation-id': content.id,
    release: String(numbers.release),
    attempt: String(numbers.attempt),
    'webhook-id': content.webhookId,
    tenant: content.tenantId,
    environment: content.environment,
    family: content.family,
    'event-uid': content.eventUid,
    'event-id': content.eventId,
    'event-source': content.eventSource,
    'event-type': content.eventType,
    'accepted-at': String(content.acceptedAt),
    ...(content.subject !== null && { subject: content.subject }),
  };
}
