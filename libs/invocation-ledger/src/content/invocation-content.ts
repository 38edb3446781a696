import {
  carriedHeaders,
  decodeDeliveryHeaders,
  encodeCarriedHeaders,
  encodeReleaseHeaders,
  type DeliveryColumns,
  type DeliveryMetadata,
  type RecordHeaders,
} from '@casewire/events';

/** What matching made of an event for one webhook. It never changes; each release carries it. */
export interface InvocationContent extends DeliveryColumns {
  readonly id: string;
  /** Headers of the delivery record that have no column, so that a later release carries them all. */
  readonly headers: RecordHeaders;
  /** The exact bytes to send; null where only an attempt record told of the invocation, or there are none. */
  readonly body: Buffer | null;
}

/**
 * Reads the headers of a delivery or ordered record.
 * @throws MalformedRecordError where a header that such a record must have is missing or unreadable
 */
export function contentFromHeaders(headers: RecordHeaders, body: Buffer | null): InvocationContent {
  return contentOf(decodeDeliveryHeaders(headers), carriedHeaders(headers), body);
}

/** What an attempt record tells of the invocation: all but the body. */
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

/** The headers of a release: those that matching wrote, with the numbers of this release. */
export function releaseHeaders(
  content: Omit<InvocationContent, 'body'>,
  numbers: { readonly release: number; readonly attempt: number },
): RecordHeaders {
  return encodeReleaseHeaders({ invocationId: content.id, ...numbers }, content, content.headers);
}
