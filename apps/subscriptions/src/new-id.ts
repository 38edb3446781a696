import { randomBytes } from 'node:crypto';
import { timeOrderedUuid } from '@casewire/events';

/** A UUIDv7. Ids in the order of creation make lists and indexes cheap. */
export function newId(now: Date): string {
  return timeOrderedUuid(now.getTime(), randomBytes(10));
}
