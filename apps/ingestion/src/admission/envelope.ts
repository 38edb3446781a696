import { isUtf8 } from 'node:buffer';
import { objectMembers, trimJson } from '@casewire/events';
import { printable, RejectedError, type Rejected } from './rejection.ts';

/** An event as it was read, before its attributes and data are judged. */
export interface Envelope {
  readonly kind: 'read';
  /** By name, `specversion` among them. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The bytes of `data` as upstream wrote them. */
  readonly data: Buffer;
  /** `data`, parsed. */
  readonly parsedData: unknown;
}

/** An event that was read, or why it could not be. */
export type Reading = Envelope | Rejected;

const STRUCTURED_MEDIA_TYPE = /^application\/cloudevents\+json\s*(?:;|$)/i;
const JSON_MEDIA_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Whether a content type means structured mode. Kafka and HTTP use the same types. */
export function isStructured(contentType = ''): boolean {
  return STRUCTURED_MEDIA_TYPE.test(contentType);
}

/** @throws RejectedError `too-large` */
export function checkSize(bytes: Buffer, maxBytes: number, path: string): void {
  if (bytes.length <= maxBytes) return;
  throw new RejectedError('too-large', path, `${bytes.length} bytes, at most ${maxBytes} are accepted`);
}

/**
 * Reads an event in the JSON format of CloudEvents: structured mode, or one element of a batch.
 * @throws RejectedError if the bytes are not such an event
 */
export function readStructured(bytes: Buffer): Envelope {
  const parsed = parseObject(bytes);
  const attributes = attributesIn(parsed);
  requireJsonData(attributes.get('datacontenttype'));
  if ('data_base64' in parsed) {
    const data = decodeBase64(parsed['data_base64']);
    return { kind: 'read', attributes, data, parsedData: parseJson(data, 'data_base64') };
  }
  const data = objectMembers(bytes).get('data');
  if (data === undefined) throw new RejectedError('invalid-data', 'data', 'is required');
  return { kind: 'read', attributes, data, parsedData: parsed['data'] };
}

/**
 * Reads only the attributes of an event in the JSON format. Its data may be anything.
 * @throws RejectedError if the bytes are no JSON object, or an attribute is an object or array
 */
export function readStructuredAttributes(bytes: Buffer): ReadonlyMap<string, string> {
  return attributesIn(parseObject(bytes));
}

/**
 * Reads an event in binary mode of CloudEvents: the attributes stand beside the data, which is the whole body.
 * @throws RejectedError if the data is not JSON
 */
export function readBinary(
  attributes: ReadonlyMap<string, string>,
  contentType: string | undefined,
  body: Buffer,
): Envelope {
  requireJsonData(contentType);
  const parsedData = parseJson(body, 'data');
  return { kind: 'read', attributes, data: trimJson(body), parsedData };
}

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  const parsed = parseJson(bytes, '');
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new RejectedError('invalid-json', '', 'a structured CloudEvent is a JSON object');
  }
  return { ...parsed };
}

function attributesIn(parsed: Readonly<Record<string, unknown>>): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(parsed)) {
    if (name === 'data' || name === 'data_base64' || value === null) continue;
    attributes.set(name, attributeText(name, value));
  }
  return attributes;
}

function parseJson(bytes: Buffer, path: string): unknown {
  if (!isUtf8(bytes)) throw new RejectedError('invalid-utf8', path, 'is not valid UTF-8');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new RejectedError('invalid-json', path, positionOf(error));
  }
}

/** Where the parser stopped, without the text around it: data is private, and rejections are listed. */
function positionOf(error: unknown): string {
  const position = /at position \d+(?: \(line \d+ column \d+\))?/.exec(
    error instanceof Error ? error.message : '',
  );
  return position === null ? 'is not JSON: it ends too early' : `is not JSON: unexpected text ${position[0]}`;
}

function attributeText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new RejectedError('invalid-attribute', printable(name), 'must be a string, an integer or a boolean');
}

function requireJsonData(contentType: string | undefined): void {
  if (contentType === undefined || JSON_MEDIA_TYPE.test(contentType)) return;
  throw new RejectedError(
    'unsupported-content-type',
    'datacontenttype',
    'data must be JSON: application/json, or a type that ends in +json',
  );
}

function decodeBase64(value: unknown): Buffer {
  if (typeof value !== 'string') throw new RejectedError('invalid-data', 'data_base64', 'must be a string');
  return Buffer.from(value, 'base64');
}
