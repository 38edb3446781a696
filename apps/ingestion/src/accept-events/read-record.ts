import { isUtf8 } from 'node:buffer';
import type { KafkaRecord } from '@casewire/kafka';
import { isTraceAttribute } from '../admission/attributes.ts';
import {
  checkSize,
  isStructured,
  readBinary,
  readStructured,
  readTextAttributes,
  type Envelope,
  type Reading,
} from '../admission/envelope.ts';
import { orRejected, printable, RejectedError } from '../admission/rejection.ts';

const ATTRIBUTE_HEADER = 'ce_';
const CONTENT_TYPE = 'content-type';

/** The parts of a record that an event is read from. */
type ReadableRecord = Pick<
  KafkaRecord,
  'value' | 'headers' | 'rawHeaders' | 'headersAreText' | 'repeatsHeaders'
>;

/**
 * Reads a record by the Kafka protocol binding of CloudEvents 1.0.2: structured mode by its content type, else
 * binary mode by its `ce_*` headers. If the record is rejected, those attributes are read all the same that can be,
 * because they name its owner.
 */
export function readRecord(record: ReadableRecord, maxEventBytes: number): Reading {
  const reading = orRejected(() => readEnvelope(record, maxEventBytes));
  if (reading.kind === 'read') return reading;
  const { attributes } = orRejected(() => ({ attributes: nameableAttributes(record) }));
  return { ...reading, attributes };
}

function readEnvelope(record: ReadableRecord, maxEventBytes: number): Envelope {
  const value = requireValue(record);
  checkSize(value, maxEventBytes, '');
  requireSoundHeaders(record);
  const contentType = record.headers[CONTENT_TYPE];
  return isStructured(contentType)
    ? readStructured(value, contentType)
    : readBinary(attributeHeaders(record), contentType, value);
}

function nameableAttributes(record: ReadableRecord): ReadonlyMap<string, string> {
  return isStructured(record.headers[CONTENT_TYPE])
    ? readTextAttributes(requireValue(record))
    : attributeHeaders(record);
}

function requireValue({ value }: ReadableRecord): Buffer {
  if (value === null || value.length === 0) throw new RejectedError('empty', '', 'the record has no value');
  return value;
}

/** Of the headers that an event is read from, each must be there once and be UTF-8. */
function requireSoundHeaders(record: ReadableRecord): void {
  if (record.headersAreText && record.repeatsHeaders !== true) return;
  for (const [name, value] of Object.entries(record.rawHeaders)) {
    const attribute = attributeOf(name);
    if ((attribute === undefined && name !== CONTENT_TYPE) || isTraceAttribute(attribute ?? '')) continue;
    const path = printable(attribute ?? name);
    if (Array.isArray(value)) {
      const reason = attribute === undefined ? 'unsupported-content-type' : 'invalid-attribute';
      throw new RejectedError(reason, path, 'is given more than once');
    }
    if (Buffer.isBuffer(value) && !isUtf8(value))
      throw new RejectedError('invalid-utf8', path, `the header ${printable(name)} is not valid UTF-8`);
  }
}

function attributeHeaders({ headers }: ReadableRecord): ReadonlyMap<string, string> {
  if (headers['ce_specversion'] === undefined) {
    throw new RejectedError(
      'unsupported-content-type',
      CONTENT_TYPE,
      'neither structured mode (content-type: application/cloudevents+json) nor binary mode (ce_* headers)',
    );
  }
  return attributesInHeaders(headers);
}

/** The attributes of binary mode by name, as they stand. */
export function attributesInHeaders(headers: ReadableRecord['headers']): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [name, text] of Object.entries(headers)) {
    const attribute = attributeOf(name);
    if (attribute !== undefined) attributes.set(attribute, text);
  }
  return attributes;
}

function attributeOf(header: string): string | undefined {
  return header.startsWith(ATTRIBUTE_HEADER) ? header.slice(ATTRIBUTE_HEADER.length) : undefined;
}
