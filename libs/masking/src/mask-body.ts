import { dataPlace, familyOfType } from '@casewire/families';
import type { RenderedWebhook } from '@casewire/payloads';
import { whole, type Masked } from './hidden.ts';
import { knownPlaces } from './known-places.ts';
import { maskData, type Sensitive } from './mask-data.ts';

/** What of a webhook decides where its bodies have the members of `data`. */
export type RenderingSettings = Pick<
  RenderedWebhook,
  'format' | 'options' | 'method' | 'transform' | 'payload'
>;

/** What a body was made of. */
export interface BodyOrigin {
  readonly eventType: string;
  /** In its `data`. */
  readonly sensitive: Sensitive;
  /** The settings that the body was made by; undefined where they may have been others than they are now. */
  readonly webhook: RenderingSettings | undefined;
}

/** A name in a pointer that may be the index of an element. */
const INDEX = /\/\d+(?:\/|$)/;

/**
 * A body as a session sees it. What its event type names as sensitive is hidden where the format has it. Where a transform or
 * the query of a GET has moved members, all of it is hidden. So it is where the webhook's `payload` may have moved the element
 * that a pointer names by its index, and where nobody knows where the family's format has what is sensitive.
 */
export function maskBody(body: Buffer, { eventType, sensitive, webhook }: BodyOrigin): Masked {
  if (sensitive?.length === 0 || body.length === 0) return { bytes: body };
  if (webhook?.transform !== null || webhook.method === 'GET') return whole;
  if (webhook.payload !== null && sensitive?.some((pointer) => INDEX.test(pointer)) === true) return whole;
  return maskData(body, sensitiveInBody(eventType, sensitive, webhook));
}

function sensitiveInBody(
  eventType: string,
  sensitive: Sensitive,
  { format, options }: RenderingSettings,
): Sensitive {
  const family = familyOfType(eventType);
  const place = dataPlace(format, family);
  if (place === null) return [];
  if (place !== undefined) return sensitive?.map((pointer) => place + pointer);
  return sensitive && knownPlaces(eventType, sensitive, options[family.name] ?? {});
}
