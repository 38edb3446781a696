import { eventTypeNamed, familyOfType } from '@casewire/families';
import { LRUCache } from 'lru-cache';
import { findPlaces } from './find-places.ts';
import type { Sensitive } from './mask-data.ts';

/** Far more than there are event types whose family moves members, each with all that a webhook may choose today. */
const MAX_KNOWN = 1_000;

const known = new LRUCache<string, { readonly places: Sensitive }>({ max: MAX_KNOWN });

/**
 * Where bodies of a family's own format have what is sensitive. Looking for it costs some renderings; what decides it are the
 * arguments alone, and the catalogue, which does not change while the process runs: so each answer is kept.
 * @param eventType of a catalogue
 * @param options that the webhook chose among those of the family
 * @returns JSON Pointers into the body; undefined where nobody knows
 */
export function knownPlaces(
  eventType: string,
  sensitive: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Sensitive {
  const type = eventTypeNamed(eventType);
  if (type === undefined) return undefined;
  const key = JSON.stringify([eventType, sensitive, options]);
  const found = known.get(key);
  if (found !== undefined) return found.places;
  const places = findPlaces(familyOfType(eventType), { ...type, sensitive }, options);
  known.set(key, { places });
  return places;
}
