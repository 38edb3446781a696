import { createHash } from 'node:crypto';
import { storableText } from '@casewire/database';
import { isEnvironment, timeOrderedUuid } from '@casewire/events';
import type { RejectedEvent } from '@casewire/event-store';
import { toDeadLetter, type KafkaRecord, type OutgoingRecord } from '@casewire/kafka';
import { isSoundValue, type Binding } from '../admission/attributes.ts';
import type { Rejected } from '../admission/rejection.ts';
import { readCase } from './read-case.ts';

/** How many bytes of a record that is too large are kept. */
const KEPT_BYTES = 64 * 1024;

/** The bound for each name and value of a header. */
const HEADER_BOUND = { maxCharacters: 1024 };

/** How many headers of a record are kept. An event has at most 64 attributes. */
const KEPT_HEADERS = 128;

/**
 * The row of a rejected record, which `GET /v1/rejected-events` lists.
 * @param binding of its topic
 */
export function toRejectedEvent(
  record: KafkaRecord,
  binding: Binding,
  { rejection, attributes }: Rejected,
): RejectedEvent {
  const { topic, partition, offset } = record;
  const value = record.value ?? Buffer.alloc(0);
  const headers = Object.entries(record.headers);
  const isTooLarge = rejection.reason === 'too-large';
  const rejectedAt = new Date();
  const entropy = createHash('sha256').update(`${topic}/${partition}/${offset}`).digest();
  return {
    id: timeOrderedUuid(rejectedAt.getTime(), entropy),
    ...namedOwner(attributes),
    ...binding,
    ...readCase(record),
    ...rejection,
    origin: { topic, partition, offset },
    key: record.key,
    headers: Object.fromEntries(
      headers
        .slice(0, KEPT_HEADERS)
        .map(([name, text]) => [storableText(name, HEADER_BOUND), storableText(text, HEADER_BOUND)]),
    ),
    value: isTooLarge ? value.subarray(0, KEPT_BYTES) : value,
    truncated: isTooLarge || headers.length > KEPT_HEADERS,
    rejectedAt,
  };
}

/** The record for the rejected topic: the original, with reason, path and origin as headers. */
export function toRejectedRecord(
  prefix: string,
  record: KafkaRecord,
  { id, reason, path, message }: RejectedEvent,
): OutgoingRecord {
  const letter = toDeadLetter(prefix, record, { reason, detail: message });
  return {
    ...letter,
    headers: { ...letter.headers, 'casewire-rejected-id': id, 'casewire-rejected-path': path },
  };
}

/** The tenant that the event names: that tenant can list it among its rejected events. */
function namedOwner(attributes: Rejected['attributes']): Binding {
  const tenantId = attributes?.get('tenantid');
  const environment = attributes?.get('environment');
  return {
    ...(tenantId !== undefined && isSoundValue(tenantId) && { tenantId }),
    ...(isEnvironment(environment) && { environment }),
  };
}
