import { dataPlace, familyOfType } from '@casewire/families';
import type { RenderedWebhook } from '@casewire/payloads';
import { whole, type Masked } from './hidden.ts';
import { maskData, type Sensitive } from './mask-data.ts';

/** What of a webhook decides where `data` stands in its bodies. */
export type RenderingSettings = Pick<RenderedWebhook, 'format' | 'method' | 'transform' | 'payload'>;

/** What a body was made of. */
export interface BodyOrigin {
  readonly eventType: string;
  readonly sensitive: Sensitive;
  /** The settings that the body was made by; undefined where they may have been others than they are now. */
  readonly webhook: RenderingSettings | undefined;
}

/** A name in a pointer that may be the index of an element. */
const INDEX = /\/\d+(?:\/|$)/;

/**
 * A body as a session sees it. The pointers of its event type are good where the body has the data as upstream wrote it.
 * Where a transform, the query of a GET or the family's format has moved members, all of it is hidden. So it is where the
 * webhook's `payload` may have moved the element that a pointer names by its index.
 */
export function maskBody(body: Buffer, { eventType, sensitive, webhook }: BodyOrigin): Masked {
  if (sensitive?.length === 0 || body.length === 0) return { bytes: body };
  if (webhook?.transform !== null || webhook.method === 'GET') return whole;
  if (webhook.payload !== null && sensitive?.some((pointer) => INDEX.test(pointer)) === true) return whole;
  const place = dataPlace(webhook.format, familyOfType(eventType));
  if (place === null) return { bytes: body };
  return place === undefined ? whole : maskData(body, sensitive, place);
}
