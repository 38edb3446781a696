import { arrayElements } from '@casewire/events';
import { Problem, type RequestBody } from '@casewire/rest';
import { isStructured, readBinary, readStructured, type Reading } from '../admission/envelope.ts';
import { orRejected, RejectedError } from '../admission/rejection.ts';

/** Events of one request, in their order. */
export interface EventRequest {
  /** Whether some of the events may be accepted and others rejected. */
  readonly isBatch: boolean;
  /** Read one by one, as they are asked for. */
  readonly events: Iterable<Reading>;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const ATTRIBUTE_HEADER = 'ce-';
const BATCH = /^application\/cloudevents-batch\+json\s*(?:;|$)/i;
const ACCEPTED =
  'application/cloudevents+json, application/cloudevents-batch+json, or JSON with ce-* headers';

const MAX_BATCH_EVENTS = 1_000;

/**
 * Reads a request by the HTTP protocol binding of CloudEvents 1.0.2: structured, batched or binary mode.
 * @throws Problem unsupported-media-type, malformed-body or validation-failed if the request as a whole cannot be read
 */
export function readRequest(headers: Headers, body: RequestBody): EventRequest {
  const { contentType, bytes } = body;
  if (isStructured(contentType)) return { isBatch: false, events: [orRejected(() => readStructured(bytes))] };
  if (BATCH.test(contentType ?? '')) return { isBatch: true, events: readBatch(bytes) };
  if (headers['ce-specversion'] === undefined) {
    throw new Problem('unsupported-media-type', {
      detail: 'this is no CloudEvent',
      errors: [{ path: 'Content-Type', message: 'is none of the modes of CloudEvents', accepted: ACCEPTED }],
    });
  }
  const binary = orRejected(() => readBinary(attributesOf(headers), contentType, bytes));
  return { isBatch: false, events: [binary] };
}

function readBatch(bytes: Buffer): Iterable<Reading> {
  const elements = elementsOf(bytes);
  if (elements.length > MAX_BATCH_EVENTS) {
    throw new Problem('validation-failed', {
      errors: [{ path: '', message: 'holds too many events', accepted: `at most ${MAX_BATCH_EVENTS}` }],
    });
  }
  return readEach(elements);
}

function* readEach(elements: readonly Buffer[]): Generator<Reading> {
  for (const element of elements) yield orRejected(() => readStructured(element));
}

function elementsOf(bytes: Buffer): Buffer[] {
  try {
    if (Array.isArray(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))))
      return arrayElements(bytes);
  } catch (cause) {
    throw new Problem('malformed-body', { detail: 'the body is not JSON in UTF-8', cause });
  }
  throw new Problem('validation-failed', {
    errors: [{ path: '', message: 'is no array', accepted: 'a JSON array of structured CloudEvents' }],
  });
}

function attributesOf(headers: Headers): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(ATTRIBUTE_HEADER) || value === undefined) continue;
    const attribute = name.slice(ATTRIBUTE_HEADER.length);
    const text = Array.isArray(value) ? value.join(',') : value;
    attributes.set(attribute, percentDecode(attribute, unquote(text)));
  }
  return attributes;
}

/** RFC 7230, section 3.2.6: the text in a value that is one quoted string; else the value itself. */
function unquote(value: string): string {
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(value) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? value;
}

/** CloudEvents 1.0.2, HTTP protocol binding, section 3.1.3.2: unquoted values are percent-encoded UTF-8. */
function percentDecode(attribute: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new RejectedError('invalid-attribute', attribute, 'is not percent-encoded UTF-8');
  }
}
