import type { Pool, PoolClient } from '@casewire/database';

/** PostgreSQL and JavaScript both hold instants up to this one, and write them with a year of four digits. */
const LATEST = Date.UTC(9999, 0);

/**
 * An instant that a `timestamptz` column can hold.
 * @param at milliseconds since the epoch; moved into the years 1970 to 9999
 */
export function storableMs(at: number): number;
export function storableMs(at: number | null): number | null;
export function storableMs(at: number | null): number | null {
  return at === null ? null : Math.min(Math.max(at, 0), LATEST);
}

/** The same as ISO 8601 text. */
export function instant(at: number): string;
export function instant(at: number | null): string | null;
export function instant(at: number | null): string | null {
  return at === null ? null : new Date(storableMs(at)).toISOString();
}

/**
 * The ledger's clock, milliseconds since the epoch: inside a transaction the instant at which it began.
 * Every process that writes rows or begins a cut reads this clock, so that their instants can be compared.
 */
export async function ledgerClock(client: Pool | PoolClient): Promise<number> {
  const { rows } = await client.query<{ now: Date }>({
    name: 'ledger-clock',
    text: 'SELECT now() AS now',
  });
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL did not tell the time');
  return row.now.getTime();
}
