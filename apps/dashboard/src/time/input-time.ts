import type { Zone } from './format-time.ts';

/** Date and time; browsers add seconds where they were given. */
const COMPLETE = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d/;

/**
 * What a field for date and time yields, as an instant.
 * @param value `2026-11-29T08:05` in the zone
 * @returns RFC 3339 in UTC; undefined where it is incomplete
 */
export function fromInput(value: string, zone: Zone): string | undefined {
  if (!COMPLETE.test(value)) return undefined;
  const at = new Date(zone === 'utc' ? `${value}Z` : value);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** The same the other way round; empty where the text is no instant. */
export function toInput(instant: string, zone: Zone): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const offsetMs = zone === 'utc' ? 0 : at.getTimezoneOffset() * 60_000;
  return new Date(at.getTime() - offsetMs).toISOString().slice(0, 16);
}
