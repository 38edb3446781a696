import type { Pool, PoolClient } from '@casewire/database';

/**
 * The ledger's clock, milliseconds since the epoch: inside a transaction the instant at which it began.
 * Every process that writes rows or begins a cut reads this one, so that their instants can be compared.
 */
export async function ledgerClock(client: Pool | PoolClient): Promise<number> {
  const { rows } = await client.query<{ now: Date }>('SELECT now() AS now');
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL did not tell the time');
  return row.now.getTime();
}
