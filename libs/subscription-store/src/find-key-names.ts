import type { Pool } from '@casewire/database';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The names of API keys by their ids, of any tenant; of revoked and expired ones too. Absent are keys without a name, and
 * what is no key.
 * @param ids any texts
 */
export async function findKeyNames(pool: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => UUID.test(id)))];
  if (wanted.length === 0) return new Map();
  const { rows } = await pool.query<{ readonly id: string; readonly name: string }>(
    'SELECT id, name FROM subscriptions.api_keys WHERE id = ANY ($1::uuid[]) AND name IS NOT NULL',
    [wanted],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
