import {
  carriedHeaders,
  decodeDeliveryHeaders,
  encodeCarriedHeaders,
  encodeReleaseHeaders,
  type DeliveryColumns,
  type DeliveryMetadata,
  type RecordHeaders,
} from '@casewire/events';

/** The delivery that matching made of an event for one webhook. It never changes, and each release carries it. */
export interface InvocationContent extends DeliveryColumns {
  readonly id: string;
  /** Headers of the delivery record that have no column of their own, kept for later releases. */
  readonly headers: RecordHeaders;
  /** The exact bytes to send; null if they could not be rendered, or if only an attempt record was read so far. */
  readonly body: Buffer | null;
}

/**
 * Reads the headers of a delivery or ordered record.
 * @throws MalformedRecordError where a header that such a record must have is missing or unreadable
 */
export function contentFromHeaders(headers: RecordHeaders, body: Buffer | null): InvocationContent {
  return contentOf(decodeDeliveryHeaders(headers), carriedHeaders(headers), body);
}

/** The content that an attempt record holds: all of it except the body. */
export function contentOfDelivery(delivery: DeliveryMetadata): InvocationContent {
  return contentOf(delivery, encodeCarriedHeaders(delivery), null);
}

function contentOf(
  delivery: DeliveryMetadata,
  headers: RecordHeaders,
  body: Buffer | null,
): InvocationContent {
  return { ...delivery, id: delivery.invocationId, headers, body };
}

/** The headers of a release: the headers that matching wrote, with the numbers of this release. */
export function releaseHeaders(
  content: Omit<InvocationContent, 'body'>,
  numbers: Pick<DeliveryMetadata, 'release' | 'attempt' | 'probe' | 'failedProbes' | 'backlog'>,
): RecordHeaders {
  return encodeReleaseHeaders({ invocationId: content.id, ...numbers }, content, content.headers);
}
