import { createHash } from 'node:crypto';
import { storableText } from '@casewire/database';
import { isEnvironment, timeOrderedUuid } from '@casewire/events';
import type { RejectedEvent } from '@casewire/event-store';
import { toDeadLetter, type KafkaRecord, type OutgoingRecord } from '@casewire/kafka';
import { isSoundValue, type Binding } from '../admission/attributes.ts';
import type { Rejected } from '../admission/rejection.ts';

/** Bytes that are kept of a record that is too large. */
const KEPT_BYTES = 64 * 1024;

/** Of the names and values of headers. */
const HEADER_BOUND = { maxCharacters: 1024 };

/**
 * A rejected record as it is listed over REST.
 * @param binding of its topic
 */
export function toRejectedEvent(
  record: KafkaRecord,
  binding: Binding,
  { rejection, attributes }: Rejected,
): RejectedEvent {
  const { topic, partition, offset } = record;
  const value = record.value ?? Buffer.alloc(0);
  const truncated = rejection.reason === 'too-large';
  const rejectedAt = new Date();
  const entropy = createHash('sha256').update(`${topic}/${partition}/${offset}`).digest();
  return {
    id: timeOrderedUuid(rejectedAt.getTime(), entropy),
    ...claimedOwner(attributes),
    ...binding,
    ...rejection,
    origin: { topic, partition, offset },
    key: record.key,
    headers: Object.fromEntries(
      Object.entries(record.headers).map(([name, text]) => [
        storableText(name, HEADER_BOUND),
        storableText(text, HEADER_BOUND),
      ]),
    ),
    value: truncated ? value.subarray(0, KEPT_BYTES) : value,
    truncated,
    rejectedAt,
  };
}

/** The same for the rejected topic: the original record, with the reason, the path and the origin as headers. */
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

/** The tenant that an event names, so that its owner finds it among the rejected ones. */
function claimedOwner(attributes: Rejected['attributes']): Binding {
  const tenantId = attributes?.get('tenantid');
  const environment = attributes?.get('environment');
  return {
    ...(tenantId !== undefined && isSoundValue(tenantId) && { tenantId }),
    ...(isEnvironment(environment) && { environment }),
  };
}
