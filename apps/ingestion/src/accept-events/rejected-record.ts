import { createHash } from 'node:crypto';
import { timeOrderedUuid, type EventAttributes } from '@casewire/events';
import type { RejectedEvent } from '@casewire/event-store';
import { toDeadLetter, type KafkaRecord, type OutgoingRecord } from '@casewire/kafka';
import type { Rejection } from '../admission/rejection.ts';

/** Of an oversized record this much is kept. */
const KEPT_BYTES = 64 * 1024;
const KEPT_HEADER_BYTES = 1024;

/** What is kept of a rejected record for those who look for it over REST. */
export function rejectedEvent(
  record: KafkaRecord,
  owner: Partial<Pick<EventAttributes, 'tenantid' | 'environment'>>,
  rejection: Rejection,
): RejectedEvent {
  const { topic, partition, offset } = record;
  const value = record.value ?? Buffer.alloc(0);
  const truncated = rejection.reason === 'too-large';
  const rejectedAt = new Date();
  const entropy = createHash('sha256').update(`${topic}/${partition}/${offset}`).digest();
  return {
    id: timeOrderedUuid(rejectedAt.getTime(), entropy),
    ...(owner.tenantid !== undefined && { tenantId: owner.tenantid }),
    ...(owner.environment !== undefined && { environment: owner.environment }),
    ...rejection,
    origin: { topic, partition, offset },
    key: record.key,
    headers: Object.fromEntries(
      Object.entries(record.headers).map(([name, text]) => [storable(name), storable(text)]),
    ),
    value: truncated ? value.subarray(0, KEPT_BYTES) : value,
    truncated,
    rejectedAt,
  };
}

/** The same for the rejected topic: the original with the reason, the failing path and the origin beside it. */
export function rejectedRecord(prefix: string, rejected: RejectedEvent, record: KafkaRecord): OutgoingRecord {
  const { id, reason, path, message } = rejected;
  const letter = toDeadLetter(prefix, record, { reason, detail: message });
  return {
    ...letter,
    headers: { ...letter.headers, 'casewire-rejected-id': id, 'casewire-rejected-path': path },
  };
}

/** Text that PostgreSQL stores: no NUL, and not without bound. */
function storable(text: string): string {
  return text.slice(0, KEPT_HEADER_BYTES).toWellFormed().replaceAll('\0', '\uFFFD');
}
