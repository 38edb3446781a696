/** The latest instant that PostgreSQL and JavaScript both know, cut to a round year. */
const LATEST = Date.UTC(9999, 0);

/** @param at milliseconds since the epoch; brought into the years 1970 to 9999 */
export function storableMs(at: number): number;
export function storableMs(at: number | null): number | null;
export function storableMs(at: number | null): number | null {
  return at === null ? null : Math.min(Math.max(at, 0), LATEST);
}

/** The same as text. */
export function instant(at: number): string;
export function instant(at: number | null): string | null;
export function instant(at: number | null): string | null {
  return at === null ? null : new Date(storableMs(at)).toISOString();
}
