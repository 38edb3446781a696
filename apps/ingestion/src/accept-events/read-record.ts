import type { KafkaRecord } from '@casewire/kafka';
import {
  readBinary,
  readStructured,
  readStructuredAttributes,
  type Envelope,
} from '../admission/envelope.ts';
import { RejectedError } from '../admission/rejection.ts';

const ATTRIBUTE_HEADER = 'ce_';
const STRUCTURED = /^application\/cloudevents\+json\s*(?:;|$)/i;

/** What of a record an event is read from. */
type ReadableRecord = Pick<KafkaRecord, 'value' | 'headers' | 'headersAreText'>;

/**
 * Reads a record by the Kafka protocol binding of CloudEvents 1.0.2: structured mode by its content type, else
 * binary mode by its `ce_*` headers.
 * @throws RejectedError if it is neither, or larger than `maxEventBytes`
 */
export function readRecord(record: ReadableRecord, maxEventBytes: number): Envelope {
  const value = requireValue(record);
  if (value.length > maxEventBytes) {
    throw new RejectedError('too-large', '', `${value.length} bytes, at most ${maxEventBytes} are accepted`);
  }
  if (!record.headersAreText) throw new RejectedError('invalid-utf8', '', 'a header is not valid UTF-8');
  if (isStructured(record)) return readStructured(value);
  return readBinary(attributeHeaders(record), record.headers['content-type'], value);
}

/**
 * The attributes of an event in a record, whatever its data.
 * @throws RejectedError if the record holds no event
 */
export function readRecordAttributes(record: ReadableRecord): ReadonlyMap<string, string> {
  return isStructured(record) ? readStructuredAttributes(requireValue(record)) : attributeHeaders(record);
}

function requireValue({ value }: ReadableRecord): Buffer {
  if (value === null || value.length === 0) throw new RejectedError('empty', '', 'the record has no value');
  return value;
}

function isStructured({ headers }: ReadableRecord): boolean {
  return STRUCTURED.test(headers['content-type'] ?? '');
}

function attributeHeaders({ headers }: ReadableRecord): Map<string, string> {
  if (headers['ce_specversion'] === undefined) {
    throw new RejectedError(
      'unsupported-content-type',
      'content-type',
      'neither structured mode (content-type: application/cloudevents+json) nor binary mode (ce_* headers)',
    );
  }
  const attributes = new Map<string, string>();
  for (const [name, text] of Object.entries(headers)) {
    if (name.startsWith(ATTRIBUTE_HEADER)) attributes.set(name.slice(ATTRIBUTE_HEADER.length), text);
  }
  return attributes;
}
