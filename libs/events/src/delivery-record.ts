import { isEnvironment, type Environment } from './environment.ts';
import { MalformedRecordError, requireHeader, type RecordHeaders } from './record-headers.ts';

/** Everything about one release of an invocation except the body, which is the record's value. */
export interface DeliveryMetadata {
  /** The invocation: event x webhook. It is the delivery's `webhook-id`. */
  readonly invocationId: string;
  /** Which release of the invocation this is: 1 is matching's, later ones are allotted by the ledger. */
  readonly release: number;
  /** Number of the attempt that this release would make; deferrals make releases, not attempts. */
  readonly attempt: number;
  readonly webhookId: string;
  readonly tenantId: string;
  readonly environment: Environment;
  /** Name of the event type's family: whose defaults apply. */
  readonly family: string;
  readonly eventUid: string;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventType: string;
  /** When the event happened, as upstream wrote it (RFC 3339): every digit of it. */
  readonly eventTime?: string;
  readonly subject?: string;
  /** Acceptance of the event, milliseconds since the epoch. */
  readonly acceptedAt: number;
  readonly contentType: string;
  /** Headers that the wire format adds to the request, by name in the spelling that goes out. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** What the context has for the placeholders that the webhook named when the event matched. */
  readonly placeholders?: Readonly<Record<string, string>>;
  readonly traceparent?: string;
}

/** Why a record stands on `ordered.v1` instead of `deliveries.v1`. */
export type Disposition =
  /** Released one at a time per (webhook, ordering key). */
  | { readonly kind: 'ordered'; readonly orderingKey: string }
  /** Matched, but cannot be put on `deliveries.v1`; the record has no body. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Matched again because a record was lost: whoever has the invocation complete already ignores it. */
  | { readonly kind: 'recovered' };

export function encodeDeliveryHeaders(delivery: DeliveryMetadata): RecordHeaders {
  return {
    'invocation-id': delivery.invocationId,
    release: String(delivery.release),
    attempt: String(delivery.attempt),
    'webhook-id': delivery.webhookId,
    tenant: delivery.tenantId,
    environment: delivery.environment,
    family: delivery.family,
    'event-uid': delivery.eventUid,
    'event-id': delivery.eventId,
    'event-source': delivery.eventSource,
    'event-type': delivery.eventType,
    'accepted-at': String(delivery.acceptedAt),
    ...(delivery.subject !== undefined && { subject: delivery.subject }),
    ...encodeCarriedHeaders(delivery),
  };
}

/** Those headers that are carried from release to release as they are, and that nobody looks an invocation up by. */
export function encodeCarriedHeaders(delivery: DeliveryMetadata): RecordHeaders {
  const headers: RecordHeaders = { 'content-type': delivery.contentType };
  if (delivery.eventTime !== undefined) headers['event-time'] = delivery.eventTime;
  if (delivery.traceparent !== undefined) headers['traceparent'] = delivery.traceparent;
  if (Object.keys(delivery.requestHeaders).length > 0) {
    headers['request-headers'] = JSON.stringify(delivery.requestHeaders);
  }
  if (delivery.placeholders !== undefined) headers['placeholders'] = JSON.stringify(delivery.placeholders);
  return headers;
}

/** @throws MalformedRecordError if a header that `encodeDeliveryHeaders` writes is missing or unreadable. */
export function decodeDeliveryHeaders(headers: RecordHeaders): DeliveryMetadata {
  const { subject, traceparent, 'event-time': eventTime } = headers;
  const placeholders = stringMap(headers, 'placeholders');
  return {
    invocationId: requireHeader(headers, 'invocation-id'),
    release: positiveInteger(headers, 'release'),
    attempt: positiveInteger(headers, 'attempt'),
    webhookId: requireHeader(headers, 'webhook-id'),
    tenantId: requireHeader(headers, 'tenant'),
    environment: requireHeader(headers, 'environment', isEnvironment) as Environment,
    family: requireHeader(headers, 'family'),
    eventUid: requireHeader(headers, 'event-uid'),
    eventId: requireHeader(headers, 'event-id'),
    eventSource: requireHeader(headers, 'event-source'),
    eventType: requireHeader(headers, 'event-type'),
    acceptedAt: positiveInteger(headers, 'accepted-at'),
    contentType: requireHeader(headers, 'content-type'),
    requestHeaders: stringMap(headers, 'request-headers') ?? {},
    ...(eventTime !== undefined && { eventTime }),
    ...(subject !== undefined && { subject }),
    ...(placeholders !== undefined && { placeholders }),
    ...(traceparent !== undefined && { traceparent }),
  };
}

/** Adds the disposition to the delivery headers of a record for `ordered.v1`. */
export function encodeOrderedHeaders(delivery: DeliveryMetadata, disposition: Disposition): RecordHeaders {
  return {
    ...encodeDeliveryHeaders(delivery),
    disposition: disposition.kind,
    ...(disposition.kind === 'ordered' && { 'ordering-key': disposition.orderingKey }),
    ...(disposition.kind === 'failed' && { reason: disposition.reason }),
  };
}

/** @throws MalformedRecordError if the disposition is unknown or lacks its detail. */
export function decodeDisposition(headers: RecordHeaders): Disposition {
  const kind = requireHeader(headers, 'disposition');
  if (kind === 'ordered') return { kind, orderingKey: requireHeader(headers, 'ordering-key') };
  if (kind === 'failed') return { kind, reason: requireHeader(headers, 'reason') };
  if (kind === 'recovered') return { kind };
  throw new MalformedRecordError(`disposition ${kind} is unknown`);
}

function positiveInteger(headers: RecordHeaders, name: string): number {
  return Number(requireHeader(headers, name, (value) => /^[1-9]\d{0,15}$/.test(value)));
}

function stringMap(headers: RecordHeaders, name: string): Readonly<Record<string, string>> | undefined {
  const text = headers[name];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    throw new MalformedRecordError(`header ${name} is not JSON`);
  }
}
