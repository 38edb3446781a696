import { randomBytes } from 'node:crypto';
import {
  encodeDeliveryHeaders,
  encodeOrderedHeaders,
  encodeReleaseOutcome,
  timeOrderedUuid,
  type Attempt,
  type DeliveryMetadata,
  type Disposition,
  type NextStep,
  type RecordHeaders,
  type ReleaseOutcome,
} from '@casewire/events';
import type { KafkaRecord, OffsetRange, RecordBatch } from '@casewire/kafka';

export const prefix = 'spec.';
export const body = Buffer.from('{"id":"1","amount":1.50}');

/** A delivery of an event accepted now, with an id of its own. */
export function deliveryOf(overrides: Partial<DeliveryMetadata> = {}): DeliveryMetadata {
  const acceptedAt = overrides.acceptedAt ?? Date.now();
  return {
    invocationId: timeOrderedUuid(acceptedAt, randomBytes(10)),
    release: 1,
    attempt: 1,
    webhookId: 'wh-1',
    tenantId: 'acme',
    environment: 'sandbox',
    family: 'ballerine',
    eventUid: timeOrderedUuid(acceptedAt, randomBytes(10)),
    eventId: 'evt-1',
    eventSource: '/workflows',
    eventType: 'workflow.completed',
    subject: 'run-1',
    acceptedAt,
    contentType: 'application/json',
    requestHeaders: {},
    ...overrides,
  };
}

export function attemptOf(overrides: Partial<Attempt> = {}): Attempt {
  return {
    id: timeOrderedUuid(Date.now(), randomBytes(10)),
    number: 1,
    startedAt: Date.now(),
    durationMs: 12.5,
    outcome: 'delivered',
    request: { method: 'POST', url: 'https://example.com/hook', headers: {} },
    responseCode: 200,
    ...overrides,
  };
}

export function deliveryRecord(delivery: DeliveryMetadata): KafkaRecord {
  return recordOf('deliveries.v1', delivery.webhookId, encodeDeliveryHeaders(delivery), body);
}

export function orderedRecord(delivery: DeliveryMetadata, disposition: Disposition): KafkaRecord {
  const value = disposition.kind === 'failed' ? Buffer.alloc(0) : body;
  return recordOf('ordered.v1', delivery.webhookId, encodeOrderedHeaders(delivery, disposition), value);
}

/** @param about what else the outcome says of the webhook */
export function attemptRecord(
  delivery: DeliveryMetadata,
  next: NextStep,
  attempt?: Attempt,
  about: Pick<ReleaseOutcome, 'webhookVersion' | 'rateLimited'> = {},
): KafkaRecord {
  const value = encodeReleaseOutcome({ delivery, next, ...(attempt && { attempt }), ...about });
  return recordOf('attempts.v1', delivery.webhookId, {}, value);
}

/** @param topic without the prefix */
export function recordOf(
  topic: string,
  key: string,
  headers: RecordHeaders,
  value: Buffer | null,
): KafkaRecord {
  return {
    topic: prefix + topic,
    partition: 0,
    offset: 0n,
    timestamp: Date.now(),
    key: Buffer.from(key),
    value,
    headers,
    header: (name) => headers[name],
    rawHeaders: {},
    headersAreText: true,
  };
}

export function batchOf(records: readonly KafkaRecord[], ranges: readonly OffsetRange[] = []): RecordBatch {
  const { signal } = new AbortController();
  return { records, ranges, signal, isOwned: () => true, isHeld: () => true, isStraggler: () => false };
}
