import { isEnvironment, type Environment } from './environment.ts';
import { requireHeader, type RecordHeaders } from './record-headers.ts';

/**
 * The CloudEvents attributes of an accepted event, by their names on the wire (CloudEvents 1.0.2, section 3).
 * Extension attributes that Casewire does not know are kept as they came.
 */
export interface EventAttributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** When it happened, RFC 3339; the Kafka record's timestamp if upstream gave none. */
  readonly time: string;
  readonly tenantid: string;
  readonly environment: Environment;
  /** The thing that the event is about. Ordered webhooks get its events in order. */
  readonly subject?: string;
  readonly workflowdefinitionid?: string;
  readonly workflowruntimeid?: string;
  readonly correlationid?: string;
  readonly [extension: string]: string | undefined;
}

/** An event that passed validation and whose identity was claimed. `accepted.v1` carries it. */
export interface AcceptedEvent {
  /** UUIDv7, derived from the identity and the acceptance time: see `eventUid`. */
  readonly uid: string;
  /** First acceptance, milliseconds since the epoch; the same however often the record is processed. */
  readonly acceptedAt: number;
  readonly attributes: EventAttributes;
  /** The bytes of `data` exactly as upstream wrote them. */
  readonly data: Buffer;
  /** W3C trace context that upstream sent along. */
  readonly traceparent?: string;
}

const ATTRIBUTE_PREFIX = 'ce_';

/** Marks a rematch: an event that is on `accepted.v1` once more, because records that it led to were lost. */
const REMATCH_HEADER = 'casewire-rematch';

/** Headers of a record that holds an event in binary mode (Kafka binding of CloudEvents 1.0.2, section 3.2). */
export function encodeEventHeaders(attributes: EventAttributes): RecordHeaders {
  const headers: RecordHeaders = { ce_specversion: '1.0', 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[ATTRIBUTE_PREFIX + name] = value;
  }
  return headers;
}

/** Headers of a record on `accepted.v1`: CloudEvents binary mode, with uid and time of acceptance. */
export function encodeAcceptedHeaders({
  uid,
  acceptedAt,
  attributes,
  traceparent,
}: AcceptedEvent): RecordHeaders {
  const headers = encodeEventHeaders(attributes);
  headers['casewire-uid'] = uid;
  headers['casewire-accepted-at'] = String(acceptedAt);
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  return headers;
}

/** Headers of an event that is to be rematched. */
export function encodeRematchHeaders(event: AcceptedEvent): RecordHeaders {
  return { ...encodeAcceptedHeaders(event), [REMATCH_HEADER]: 'true' };
}

/** Whether a record on `accepted.v1` is a rematch. */
export function isRematch(headers: RecordHeaders): boolean {
  return headers[REMATCH_HEADER] === 'true';
}

/** Key of a record on `accepted.v1`: events of one run, else of one subject, keep their order. */
export function acceptedKey({
  tenantid,
  workflowruntimeid,
  subject,
  id,
}: Pick<EventAttributes, 'tenantid' | 'workflowruntimeid' | 'subject' | 'id'>): string {
  return `${tenantid}/${workflowruntimeid ?? subject ?? id}`;
}

/**
 * Reads a record of `accepted.v1` back.
 * @throws MalformedRecordError if a header that `encodeAcceptedHeaders` writes is missing.
 */
export function decodeAcceptedRecord(headers: RecordHeaders, data: Buffer): AcceptedEvent {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(ATTRIBUTE_PREFIX) && name !== 'ce_specversion') {
      attributes[name.slice(ATTRIBUTE_PREFIX.length)] = value;
    }
  }
  for (const name of ['id', 'source', 'type', 'time', 'tenantid'])
    requireHeader(headers, ATTRIBUTE_PREFIX + name);
  requireHeader(headers, 'ce_environment', isEnvironment);
  const { traceparent } = headers;
  return {
    uid: requireHeader(headers, 'casewire-uid'),
    acceptedAt: Number(requireHeader(headers, 'casewire-accepted-at')),
    attributes: attributes as EventAttributes,
    data,
    ...(traceparent !== undefined && { traceparent }),
  };
}
