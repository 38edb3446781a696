import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';
import { describeJsonFault, namedMembers, trimJson } from '@casewire/events';
import { isTraceAttribute } from './attributes.ts';
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
 * @param contentType of structured mode
 * @throws RejectedError if the bytes are not such an event
 */
export function readStructured(bytes: Buffer, contentType?: string): Envelope {
  requireUtf8(contentType, 'content-type');
  const parsed = parseObject(bytes);
  const members = distinctMembers(bytes);
  const attributes = attributesIn(parsed);
  requireJsonData(attributes.get('datacontenttype'), 'datacontenttype');
  if ('data_base64' in parsed) {
    if ('data' in parsed)
      throw new RejectedError('invalid-data', 'data_base64', 'is given together with data; give one of them');
    const data = decodeBase64(parsed['data_base64']);
    return { kind: 'read', attributes, data, parsedData: parseJson(data, 'data_base64') };
  }
  const data = members.get('data');
  if (data === undefined) throw new RejectedError('invalid-data', 'data', 'is required');
  return { kind: 'read', attributes, data, parsedData: parsed['data'] };
}

/**
 * Reads those attributes of an event in the JSON format that are text.
 * @throws RejectedError if the bytes are no JSON object
 */
export function readTextAttributes(bytes: Buffer): ReadonlyMap<string, string> {
  const members = Object.entries(parseObject(bytes));
  return new Map(members.filter((member): member is [string, string] => typeof member[1] === 'string'));
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
  requireJsonData(contentType, 'content-type');
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
    if (isTraceAttribute(name) && typeof value !== 'string') continue;
    attributes.set(name, attributeText(name, value));
  }
  return attributes;
}

/** Members by name, as they were written. JSON.parse would take the last one of equal names. */
function distinctMembers(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const members = new Map<string, Buffer>();
  for (const [name, value] of namedMembers(bytes)) {
    if (members.has(name))
      throw new RejectedError('invalid-attribute', printable(name), 'is given more than once');
    members.set(name, value);
  }
  return members;
}

function parseJson(bytes: Buffer, path: string): unknown {
  if (!isUtf8(bytes)) throw new RejectedError('invalid-utf8', path, 'is not valid UTF-8');
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new RejectedError('invalid-json', path, `is not JSON: ${describeJsonFault(text) ?? ''}`);
  }
}

function attributeText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new RejectedError('invalid-attribute', printable(name), 'must be a string, an integer or a boolean');
}

function requireJsonData(contentType: string | undefined, path: string): void {
  if (contentType !== undefined && !JSON_MEDIA_TYPE.test(contentType)) {
    throw new RejectedError(
      'unsupported-content-type',
      path,
      'data must be JSON: application/json, or a type that ends in +json',
    );
  }
  requireUtf8(contentType, path);
}

/** The names of UTF-8 in content types. */
const UTF8 = new Set(['utf-8', 'utf8']);

/** RFC 8259, section 8.1: JSON that systems exchange is UTF-8. */
function requireUtf8(contentType: string | undefined, path: string): void {
  if (contentType === undefined || !/charset/i.test(contentType)) return;
  const charset = charsetOf(contentType);
  if (UTF8.has(charset.toLowerCase())) return;
  throw new RejectedError(
    'unsupported-content-type',
    path,
    `the charset must be utf-8, is ${printable(charset)}`,
  );
}

function charsetOf(contentType: string): string {
  try {
    return new MIMEType(contentType).params.get('charset') ?? 'utf-8';
  } catch {
    return contentType;
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function decodeBase64(value: unknown): Buffer {
  if (typeof value !== 'string') throw new RejectedError('invalid-data', 'data_base64', 'must be a string');
  if (value.length % 4 !== 0 || !BASE64.test(value))
    throw new RejectedError('invalid-data', 'data_base64', 'is not base64 (RFC 4648, section 4)');
  return Buffer.from(value, 'base64');
}
