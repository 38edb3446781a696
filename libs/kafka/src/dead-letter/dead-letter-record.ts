import { storableText } from '@casewire/database';
import { topicName, type DeadLetterReason } from '@casewire/events';
import type { KafkaRecord, OutgoingRecord } from '../record.ts';

/** The part of a `RecordProducer` that dead letters need. */
export interface DeadLetterProducer {
  send(record: OutgoingRecord): Promise<void>;
}

/** Headers of a record on the rejected topic, besides those of the original. */
export const deadLetterHeaders = {
  reason: 'casewire-rejected-reason',
  detail: 'casewire-rejected-detail',
  originTopic: 'casewire-origin-topic',
  originPartition: 'casewire-origin-partition',
  originOffset: 'casewire-origin-offset',
  /** Only of a batch that could not be read. The other offset is then that of its last record. */
  originFirstOffset: 'casewire-origin-first-offset',
  /** Bytes of the original value. Only if the value was cut. */
  originalBytes: 'casewire-original-bytes',
} as const;

/** Bytes of an original's value that are kept. */
export const MAX_VALUE_BYTES = 1024 * 1024;
/** Headers of an original that are kept, in the order in which they came. */
export const MAX_HEADERS = 256;
/** Bytes of their names and values. */
export const MAX_HEADER_BYTES = MAX_VALUE_BYTES / 4;
const MAX_DETAIL_BYTES = 1024;

/** Why a record is dead-lettered. */
export interface Rejection {
  readonly reason: DeadLetterReason;
  /** For people; cut at 1,024 bytes. */
  readonly detail?: string;
}

/**
 * The record for the rejected topic: original key, bytes and headers, plus why and where from.
 * @param maxValueBytes value and key are each cut to this, and headers to a quarter of it; of headers never more than
 *   `MAX_HEADERS` and `MAX_HEADER_BYTES` are kept
 */
export function toDeadLetter(
  prefix: string,
  record: KafkaRecord,
  rejection: Rejection,
  maxValueBytes = MAX_VALUE_BYTES,
): OutgoingRecord {
  const { key, value } = record;
  const truncated = value !== null && value.length > maxValueBytes;
  return {
    topic: topicName(prefix, 'rejected'),
    key: key !== null && key.length > maxValueBytes ? key.subarray(0, maxValueBytes) : key,
    value: truncated ? value.subarray(0, maxValueBytes) : value,
    headers: {
      ...originalHeaders(record, Math.min(MAX_HEADER_BYTES, maxValueBytes / 4)),
      [deadLetterHeaders.reason]: rejection.reason,
      ...(rejection.detail !== undefined && {
        [deadLetterHeaders.detail]: storableText(rejection.detail, { maxBytes: MAX_DETAIL_BYTES }),
      }),
      [deadLetterHeaders.originTopic]: record.topic,
      [deadLetterHeaders.originPartition]: String(record.partition),
      [deadLetterHeaders.originOffset]: String(record.offset),
      ...(record.unreadable !== undefined && {
        [deadLetterHeaders.originFirstOffset]: String(record.unreadable.firstOffset),
      }),
      ...(truncated && { [deadLetterHeaders.originalBytes]: String(value.length) }),
    },
  };
}

/** Headers beyond the limits are dropped: the record must fit the topic whatever upstream sent. */
function originalHeaders(record: KafkaRecord, maxBytes: number): Record<string, Buffer> {
  const headers: Record<string, Buffer> = {};
  let bytes = 0;
  let count = 0;
  for (const [name, raw] of Object.entries(record.rawHeaders)) {
    const value = Array.isArray(raw) ? (raw as readonly (Buffer | null)[]).at(-1) : (raw as Buffer | null);
    if (!value) continue;
    bytes += Buffer.byteLength(name) + value.length;
    count += 1;
    if (bytes > maxBytes || count > MAX_HEADERS) break;
    headers[name] = value;
  }
  return headers;
}
