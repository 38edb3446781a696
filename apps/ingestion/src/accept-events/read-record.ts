import type { KafkaRecord } from '@casewire/kafka';
import {
  checkSize,
  isStructured,
  readBinary,
  readStructured,
  readStructuredAttributes,
  type Envelope,
  type Reading,
} from '../admission/envelope.ts';
import { orRejected, RejectedError } from '../admission/rejection.ts';

const ATTRIBUTE_HEADER = 'ce_';

/** The parts of a record that an event is read from. */
type ReadableRecord = Pick<KafkaRecord, 'value' | 'headers' | 'headersAreText'>;

/**
 * Reads a record by the Kafka protocol binding of CloudEvents 1.0.2: structured mode by its content type, else
 * binary mode by its `ce_*` headers. If the record is rejected, its attributes are read all the same where possible,
 * because they name its owner.
 */
export function readRecord(record: ReadableRecord, maxEventBytes: number): Reading {
  const reading = orRejected(() => readEnvelope(record, maxEventBytes));
  if (reading.kind === 'read') return reading;
  const { attributes } = orRejected(() => ({ attributes: readAttributesOf(record) }));
  return { ...reading, attributes };
}

function readEnvelope(record: ReadableRecord, maxEventBytes: number): Envelope {
  const value = requireValue(record);
  checkSize(value, maxEventBytes, '');
  if (!record.headersAreText) throw new RejectedError('invalid-utf8', '', 'a header is not valid UTF-8');
  const contentType = record.headers['content-type'];
  return isStructured(contentType)
    ? readStructured(value)
    : readBinary(attributeHeaders(record), contentType, value);
}

function readAttributesOf(record: ReadableRecord): ReadonlyMap<string, string> {
  return isStructured(record.headers['content-type'])
    ? readStructuredAttributes(requireValue(record))
    : attributeHeaders(record);
}

function requireValue({ value }: ReadableRecord): Buffer {
  if (value === null || value.length === 0) throw new RejectedError('empty', '', 'the record has no value');
  return value;
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
