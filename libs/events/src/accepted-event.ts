import type { Environment } from './environment.ts';

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
  /** What the event is about: the key for ordering. */
  readonly subject?: string;
  readonly workflowdefinitionid?: string;
  readonly workflowruntimeid?: string;
  readonly correlationid?: string;
  readonly [extension: string]: string | undefined;
}

/** An event that passed validation and claimed its identity: what `accepted.v1` carries. */
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
