import { isUtf8 } from 'node:buffer';
import type { Batch, KafkaMessage } from 'kafkajs';
import type { KafkaRecord, RawHeaders, TopicPartition } from '../record.ts';

/**
 * Takes a record out of its fetch response. Key and value are copied: a view would keep the whole response, up to
 * 10 MiB, in memory for as long as the slowest of its records is in flight.
 */
export function toKafkaRecord({ topic, partition }: TopicPartition, message: KafkaMessage): KafkaRecord {
  const headers: Record<string, string> = {};
  const rawHeaders: Record<string, Buffer | null | (Buffer | null)[]> = {};
  let headersAreText = true;
  for (const [name, given] of Object.entries(message.headers ?? {})) {
    const values = (Array.isArray(given) ? given : [given]).map(toBuffer);
    const last = values.at(-1) ?? null;
    rawHeaders[name] = values.length > 1 ? values : last;
    headers[name] = last?.toString('utf8') ?? '';
    if (name.includes('\uFFFD') || values.some((value) => value !== null && !isUtf8(value)))
      headersAreText = false;
  }
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key && Buffer.from(message.key),
    value: message.value && Buffer.from(message.value),
    headers,
    rawHeaders: rawHeaders satisfies RawHeaders,
    headersAreText,
  };
}

/** Memory that a record holds, roughly: what in-flight limits count. */
export function sizeOf(record: KafkaRecord): number {
  let bytes = OBJECT_BYTES + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const [name, value] of Object.entries(record.headers)) bytes += name.length + value.length;
  return bytes;
}

const OBJECT_BYTES = 200;

/** The offset that a batch was asked from; kafkajs's types leave it out. */
export function requestedOffset(batch: Batch): number {
  return Number(Reflect.get(batch, 'fetchedOffset'));
}

function toBuffer(value: Buffer | string | undefined): Buffer | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);
}
