import { sqlState, type PoolClient } from '@casewire/database';

/**
 * Runs a statement over rows of which PostgreSQL refuses some for what they contain: halves them until the refused ones
 * stand alone, and writes those as `storable` makes them. Costs a savepoint per part: only for batches that failed.
 * @returns the statement's result for each part that was written, in the order of the rows
 * @throws the refusal of a row that is refused even so
 */
export async function bisected<Row, Result>(
  client: PoolClient,
  rows: readonly Row[],
  statement: (client: PoolClient, rows: readonly Row[]) => Promise<Result>,
  storable: (row: Row) => Row,
): Promise<Result[]> {
  if (rows.length === 0) return [];
  await client.query('SAVEPOINT part');
  try {
    const result = await statement(client, rows);
    await client.query('RELEASE SAVEPOINT part');
    return [result];
  } catch (error) {
    if (!isDataRefusal(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT part');
  }
  if (rows.length === 1) return [await statement(client, rows.map(storable))];
  const middle = Math.ceil(rows.length / 2);
  return [
    ...(await bisected(client, rows.slice(0, middle), statement, storable)),
    ...(await bisected(client, rows.slice(middle), statement, storable)),
  ];
}

/** True if PostgreSQL refused what a row contains: class 22 (data exception) or 54 (program limit exceeded). */
export function isDataRefusal(error: unknown): boolean {
  return /^(22|54)/.test(sqlState(error) ?? '');
}
