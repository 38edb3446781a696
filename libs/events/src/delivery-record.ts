import { z } from 'zod';
import { acceptedKey } from './accepted-event.ts';
import { environments, isEnvironment } from './environment.ts';
import { storedReason, type FailureReason } from './reasons.ts';
import { MalformedRecordError, requireHeader, type RecordHeaders } from './record-headers.ts';

/** A map of texts. zod's own kinds of maps leave a member out that is named `__proto__`, and take longer. */
export const stringMapSchema = z
  .custom<Readonly<Record<string, string>>>(isStringMap, 'is not a map of texts')
  .meta({ type: 'object', additionalProperties: { type: 'string' } });

function isStringMap(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => typeof member === 'string');
}

const uuidPattern = z.regexes.uuid();

/**
 * The kinds of values: `schema` is for JSON, `read` makes the value of a header's text, undefined if there is none. A
 * kind without `read` is the text itself.
 */
const kinds = {
  text: { schema: z.string(), read: undefined },
  uuid: { schema: z.uuid(), read: (text: string) => (uuidPattern.test(text) ? text : undefined) },
  positiveInteger: { schema: z.int().positive(), read: positiveInteger },
  environment: {
    schema: z.enum(environments),
    read: (text: string) => (isEnvironment(text) ? text : undefined),
  },
  stringMap: { schema: stringMapSchema, read: stringMap },
};

/** Header of the copies that replays make. */
export const COPY_OF_HEADER = 'copy-of';

interface Field {
  readonly header: string;
  readonly kind: keyof typeof kinds;
  /**
   * What the ledger does with the field, so that it can make the headers of later releases.
   * - `release`: differs from release to release
   * - `column`: is kept in a column, by which invocations are found
   * - `carried`: is kept as the header that it was
   */
  readonly role: 'release' | 'column' | 'carried';
  /** Default: the header must be there. A map must not: without its header it is empty. */
  readonly optional?: true;
}

/**
 * Everything about one release of an invocation except the body, which is the record's value. The type, the headers, the
 * JSON on `attempts.v1` and what the ledger keeps follow from this table.
 */
const deliveryFields = {
  /** The invocation: event x webhook. It is the delivery's `webhook-id`. */
  invocationId: { header: 'invocation-id', kind: 'uuid', role: 'release' },
  /** Which release of the invocation this is: 1 is matching's, later ones are allotted by the ledger. */
  release: { header: 'release', kind: 'positiveInteger', role: 'release' },
  /** Number of the attempt that this release would make; deferrals make releases, not attempts. */
  attempt: { header: 'attempt', kind: 'positiveInteger', role: 'release' },
  /** Number of the probe that this release is: see `Breaker` in `libs/invocation-state`. */
  probe: { header: 'probe', kind: 'positiveInteger', role: 'release', optional: true },
  /** How many attempts before this one were probes that failed. They use up no retry. */
  failedProbes: { header: 'failed-probes', kind: 'positiveInteger', role: 'release', optional: true },
  /** Number of the hold that has kept it: its webhook takes such deliveries half and half with the others. */
  backlog: { header: 'backlog', kind: 'positiveInteger', role: 'release', optional: true },
  webhookId: { header: 'webhook-id', kind: 'text', role: 'column' },
  tenantId: { header: 'tenant', kind: 'text', role: 'column' },
  environment: { header: 'environment', kind: 'environment', role: 'column' },
  /** Name of the event type's family, whose defaults apply. */
  family: { header: 'family', kind: 'text', role: 'column' },
  eventUid: { header: 'event-uid', kind: 'text', role: 'column' },
  eventId: { header: 'event-id', kind: 'text', role: 'column' },
  eventSource: { header: 'event-source', kind: 'text', role: 'column' },
  eventType: { header: 'event-type', kind: 'text', role: 'column' },
  /** Acceptance of the event, milliseconds since the epoch. */
  acceptedAt: { header: 'accepted-at', kind: 'positiveInteger', role: 'column' },
  subject: { header: 'subject', kind: 'text', role: 'column', optional: true },
  contentType: { header: 'content-type', kind: 'text', role: 'carried' },
  /** When the event happened, as upstream wrote it (RFC 3339): every digit of it. */
  eventTime: { header: 'event-time', kind: 'text', role: 'carried', optional: true },
  /** The key that it shares a slot by; absent where the order does not matter. */
  orderingKey: { header: 'ordering-key', kind: 'text', role: 'carried', optional: true },
  traceparent: { header: 'traceparent', kind: 'text', role: 'carried', optional: true },
  /** Key of the event's record on `accepted.v1`. Only there where ends are announced on `outcomes.v1`, by that key. */
  acceptedKey: { header: 'accepted-key', kind: 'text', role: 'carried', optional: true },
  /** Headers that the wire format adds to the request, by name in the spelling that goes out. */
  requestHeaders: { header: 'request-headers', kind: 'stringMap', role: 'carried' },
  /** What the context has for the placeholders that the webhook named when the event matched. */
  placeholders: { header: 'placeholders', kind: 'stringMap', role: 'carried', optional: true },
  /** The invocation that this one is a copy of: a replay has made it, with an id of its own. */
  copyOf: { header: COPY_OF_HEADER, kind: 'uuid', role: 'carried', optional: true },
} as const satisfies Record<string, Field>;

type Fields = typeof deliveryFields;
type FieldName = keyof Fields;
type FieldOf<Role extends Field['role']> = {
  [Name in FieldName]: Fields[Name]['role'] extends Role ? Name : never;
}[FieldName];

type SchemaOf<Name extends FieldName> = (typeof kinds)[Fields[Name]['kind']]['schema'];
type Shape = {
  [Name in FieldName]: Fields[Name] extends { optional: true }
    ? z.ZodExactOptional<SchemaOf<Name>>
    : SchemaOf<Name>;
};

const fields = Object.entries<Field>(deliveryFields).map(
  ([name, { header, kind, role, optional = false }]) => ({
    name: name as FieldName,
    header,
    role,
    optional,
    isMap: kind === 'stringMap',
    ...kinds[kind],
  }),
);
const releaseFields = fields.filter(({ role }) => role === 'release');
const columnFields = fields.filter(({ role }) => role === 'column');
const carriedFields = fields.filter(({ role }) => role === 'carried');

/** The same as JSON. */
export const deliverySchema = z.object(
  Object.fromEntries(
    fields.map(({ name, optional, schema }) => [name, optional ? schema.exactOptional() : schema]),
  ) as Shape,
);

/** Everything about one release of an invocation except the body. */
export type DeliveryMetadata = Readonly<z.infer<typeof deliverySchema>>;

type Values = Partial<Record<FieldName, DeliveryMetadata[FieldName]>>;

/** Headers of a record on `deliveries.v1`. */
export function encodeDeliveryHeaders(delivery: DeliveryMetadata): RecordHeaders {
  return addHeaders({}, fields, delivery);
}

function addHeaders(headers: RecordHeaders, wanted: typeof fields, values: Readonly<Values>): RecordHeaders {
  for (const { name, header, optional } of wanted) {
    const value = values[name];
    if (value === undefined) continue;
    if (typeof value === 'string') headers[header] = value;
    else if (typeof value === 'number') headers[header] = String(value);
    else if (optional || Object.keys(value).length > 0) headers[header] = JSON.stringify(value);
  }
  return headers;
}

/** @throws MalformedRecordError if a header that `encodeDeliveryHeaders` writes is missing or unreadable */
export function decodeDeliveryHeaders(headers: RecordHeaders): DeliveryMetadata {
  const delivery: Values = {};
  for (const { name, header, optional, isMap, read } of fields) {
    const text = headers[header];
    if (text !== undefined) {
      const value = read === undefined ? text : read(text);
      if (value === undefined) throw new MalformedRecordError(`header ${header} has an unacceptable value`);
      delivery[name] = value;
    } else if (!optional) {
      if (!isMap) throw new MalformedRecordError(`header ${header} is missing`);
      delivery[name] = {};
    }
  }
  return delivery as DeliveryMetadata;
}

const MAX_DIGITS = 16;

/** Digit by digit: a pattern and `Number` take a third of what all headers take to be read. */
function positiveInteger(text: string): number | undefined {
  if (text.length > MAX_DIGITS || text.startsWith('0')) return undefined;
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = 10 * value + digit;
  }
  return value === 0 ? undefined : value;
}

function stringMap(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isStringMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the ledger keeps of a delivery in columns. */
export type DeliveryColumns = Pick<DeliveryMetadata, FieldOf<'column'>>;

/** What the ledger keeps of a delivery as headers. */
export function encodeCarriedHeaders(delivery: DeliveryMetadata): RecordHeaders {
  return addHeaders({}, carriedFields, delivery);
}

/** The same of the headers of a record, and those that this version does not know: a later one may have written them. */
export function carriedHeaders(headers: RecordHeaders): RecordHeaders {
  const carried: RecordHeaders = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !ownHeaders.has(name)) carried[name] = value;
  }
  return carried;
}

/**
 * The key that the event of a delivery has on `accepted.v1`. If the delivery does not carry it, because ends were not
 * announced yet when it was matched, the key is made of what is known: it differs for events that name their run.
 */
export function keyOfEvent({ tenantId, subject, eventId }: DeliveryColumns, carried: RecordHeaders): string {
  const known = { tenantid: tenantId, id: eventId, ...(subject !== undefined && { subject }) };
  return carried[deliveryFields.acceptedKey.header] ?? acceptedKey(known);
}

/** Headers of a later release, made of what the ledger keeps. */
export function encodeReleaseHeaders(
  release: Pick<DeliveryMetadata, FieldOf<'release'>>,
  columns: DeliveryColumns,
  carried: RecordHeaders,
): RecordHeaders {
  return addHeaders(addHeaders({ ...carried }, releaseFields, release), columnFields, columns);
}

/** Why a record stands on `ordered.v1` instead of `deliveries.v1`. */
export type Disposition =
  /** Released one at a time per (webhook, ordering key). */
  | { readonly kind: 'ordered'; readonly orderingKey: string }
  /** Matched, but cannot be put on `deliveries.v1`; the record has no body. */
  | { readonly kind: 'failed'; readonly reason: FailureReason }
  /** It comes of a rematch: the ledger ignores it if it has the invocation already. */
  | { readonly kind: 'rematch' };

const DISPOSITION = 'disposition';
const ORDERING_KEY = deliveryFields.orderingKey.header;
const REASON = 'reason';

/** Headers that the ledger does not carry along. */
const ownHeaders = new Set([
  ...[...releaseFields, ...columnFields].map(({ header }) => header),
  DISPOSITION,
  REASON,
]);

/** Headers of a record on `ordered.v1`: those of a delivery and the disposition. */
export function encodeOrderedHeaders(delivery: DeliveryMetadata, disposition: Disposition): RecordHeaders {
  const headers = encodeDeliveryHeaders(delivery);
  headers[DISPOSITION] = disposition.kind;
  if (disposition.kind === 'ordered') headers[ORDERING_KEY] = disposition.orderingKey;
  if (disposition.kind === 'failed') headers[REASON] = disposition.reason;
  return headers;
}

/** @throws MalformedRecordError if the disposition is unknown or lacks its detail */
export function decodeDisposition(headers: RecordHeaders): Disposition {
  const kind = requireHeader(headers, DISPOSITION);
  if (kind === 'ordered') return { kind, orderingKey: requireHeader(headers, ORDERING_KEY) };
  if (kind === 'failed') return { kind, reason: storedReason(requireHeader(headers, REASON)) };
  // Earlier versions wrote `recovered`.
  if (kind === 'rematch' || kind === 'recovered') return { kind: 'rematch' };
  throw new MalformedRecordError(`disposition ${kind} is unknown`);
}
