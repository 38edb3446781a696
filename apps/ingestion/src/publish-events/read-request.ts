import { arrayElements } from '@casewire/events';
import { parseJsonBody, Problem, type RequestBody } from '@casewire/rest';
import { isTraceAttribute } from '../admission/attributes.ts';
import { isStructured, readBinary, readStructured, type Reading } from '../admission/envelope.ts';
import { orRejected, printable, RejectedError } from '../admission/rejection.ts';
import { MAX_BATCH_EVENTS } from '../limits.ts';

/** Events of one request, in their order. */
export interface EventRequest {
  /** Whether some of the events may be accepted and others rejected. */
  readonly isBatch: boolean;
  readonly count: number;
  /** Read one by one, as they are asked for. */
  readonly events: Iterable<Reading>;
}

/** Headers by lower-case name, each value as it came (`headersDistinct` of a request). */
type Headers = Readonly<Partial<Record<string, readonly string[]>>>;

const ATTRIBUTE_HEADER = 'ce-';
const BATCH = /^application\/cloudevents-batch\+json\s*(?:;|$)/i;
const ACCEPTED =
  'application/cloudevents+json, application/cloudevents-batch+json, or JSON with ce-* headers';

/**
 * Reads a request by the HTTP protocol binding of CloudEvents 1.0.2: structured, batched or binary mode.
 * @throws Problem unsupported-media-type, malformed-body or validation-failed if the request as a whole cannot be read
 */
export function readRequest(headers: Headers, body: RequestBody): EventRequest {
  const { contentType, bytes } = body;
  if (isStructured(contentType))
    return { isBatch: false, count: 1, events: [orRejected(() => readStructured(bytes, contentType))] };
  if (BATCH.test(contentType ?? '')) {
    const elements = batchElements(body);
    return { isBatch: true, count: elements.length, events: readEach(elements) };
  }
  if (headers['ce-specversion'] === undefined) {
    throw new Problem('unsupported-media-type', {
      detail: 'this is no CloudEvent',
      errors: [{ path: 'Content-Type', message: 'is none of the modes of CloudEvents', accepted: ACCEPTED }],
    });
  }
  const binary = orRejected(() => readBinary(attributesOf(headers), contentType, bytes));
  return { isBatch: false, count: 1, events: [binary] };
}

function batchElements(body: RequestBody): readonly Buffer[] {
  body.requireUtf8();
  const elements = elementsOf(body.bytes);
  if (elements.length > MAX_BATCH_EVENTS) {
    throw new Problem('validation-failed', {
      errors: [{ path: '', message: 'holds too many events', accepted: `at most ${MAX_BATCH_EVENTS}` }],
    });
  }
  return elements;
}

function* readEach(elements: readonly Buffer[]): Generator<Reading> {
  for (const element of elements) yield orRejected(() => readStructured(element));
}

function elementsOf(bytes: Buffer): Buffer[] {
  if (Array.isArray(parseJsonBody(bytes))) return arrayElements(bytes);
  throw new Problem('validation-failed', {
    errors: [{ path: '', message: 'is no array', accepted: 'a JSON array of structured CloudEvents' }],
  });
}

/** @throws RejectedError if an attribute is given twice, or is not UTF-8 */
function attributesOf(headers: Headers): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [name, [value, ...repeated] = []] of Object.entries(headers)) {
    if (!name.startsWith(ATTRIBUTE_HEADER) || value === undefined) continue;
    const attribute = name.slice(ATTRIBUTE_HEADER.length);
    const isTrace = isTraceAttribute(attribute);
    if (repeated.length > 0) {
      if (isTrace) continue;
      throw new RejectedError('invalid-attribute', printable(attribute), 'is given more than once');
    }
    const text = decodeValue(unquote(value));
    if (text !== undefined) attributes.set(attribute, text);
    else if (!isTrace) {
      throw new RejectedError(
        'invalid-attribute',
        printable(attribute),
        'is neither UTF-8 nor percent-encoded UTF-8; a % itself is written %25',
      );
    }
  }
  return attributes;
}

/** RFC 7230, section 3.2.6: the text in a value that is one quoted string; else the value itself. */
function unquote(value: string): string {
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(value) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? value;
}

/**
 * CloudEvents 1.0.2, HTTP protocol binding, section 3.1.3.2: values are percent-encoded UTF-8. Several SDKs send bytes of
 * UTF-8 as they are. Node shows each byte as a character.
 * @returns undefined where the bytes are no UTF-8, or a % does not encode one
 */
function decodeValue(value: string): string | undefined {
  const encoded = value.replaceAll(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
