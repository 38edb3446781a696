import {
  encodeEventHeaders,
  identityHash,
  RECEIPT_HEADER,
  sealReceipt,
  type EventAttributes,
} from '@casewire/events';
import type { OutboxRecord } from '@casewire/invocation-ledger';

/** The `source` of Casewire's own events. */
export const SOURCE = '/casewire';

/** One of Casewire's own events. */
export interface CasewireEvent {
  readonly attributes: EventAttributes;
  /** JSON that the schema of its type accepts. */
  readonly data: string;
}

/**
 * The record that makes it an event of its tenant, by the way that all events take. A receipt proves to ingestion that
 * Casewire has made it, and fixes its uid: sent twice, it is one event.
 * @param acceptedAt when it counts as accepted, milliseconds since the epoch
 */
export function toPublication(
  { attributes, data }: CasewireEvent,
  acceptedAt: number,
  internalKey: string,
): OutboxRecord {
  const { id, source, tenantid: tenantId, environment, subject = id } = attributes;
  const identity = identityHash({ tenantId, environment, source, id });
  const headers = encodeEventHeaders(attributes);
  headers[RECEIPT_HEADER] = sealReceipt(acceptedAt, identity, internalKey);
  return { topic: 'events', key: subject, headers, value: data };
}
