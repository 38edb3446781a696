import type { AuditEntry } from '../api/types.ts';

/**
 * Until when the secret before a rotation signs too, in RFC 3339; undefined where it does no more.
 * @param now milliseconds since the epoch
 */
export function overlapEnd(
  { at, changed }: Pick<AuditEntry, 'at' | 'changed'>,
  now: number,
): string | undefined {
  const seconds = changed.find(({ member }) => member === 'overlapSeconds')?.after;
  if (typeof seconds !== 'number') return undefined;
  const endsAt = Date.parse(at) + seconds * 1_000;
  return endsAt > now ? new Date(endsAt).toISOString() : undefined;
}
