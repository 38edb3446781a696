import type { KafkaRecord } from '@casewire/kafka';
import { readBinary, readStructured, type Envelope } from '../admission/envelope.ts';
import { RejectedError } from '../admission/rejection.ts';

const ATTRIBUTE_HEADER = 'ce_';
const STRUCTURED = /^application\/cloudevents\+json\s*(?:;|$)/i;

/**
 * Reads a record by the Kafka protocol binding of CloudEvents 1.0.2: structured mode by its content type, else
 * binary mode by its `ce_*` headers.
 * @throws RejectedError if it is neither, or larger than `maxEventBytes`
 */
export function readRecord(record: KafkaRecord, maxEventBytes: number): Envelope {
  const { value, headers } = record;
  if (value === null || value.length === 0) throw new RejectedError('empty', '', 'the record has no value');
  if (value.length > maxEventBytes) {
    throw new RejectedError('too-large', '', `${value.length} bytes, at most ${maxEventBytes} are accepted`);
  }
  if (!record.headersAreText) throw new RejectedError('invalid-utf8', '', 'a header is not valid UTF-8');
  const contentType = headers['content-type'];
  if (contentType !== undefined && STRUCTURED.test(contentType)) return readStructured(value);
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
  return readBinary(attributes, contentType, value);
}
