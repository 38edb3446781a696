import type { Pool } from '@casewire/database';
import type { TenantSettings } from './entities.ts';

const STATEMENT = `
  SELECT id, settings
    FROM subscriptions.tenants
   WHERE id = ANY ($1::text[]) AND deleted_at IS NULL`;

/** Settings of the tenants that exist, by id; unknown and deleted ones are absent. */
export async function findTenants(
  pool: Pool,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TenantSettings>> {
  const { rows } = await pool.query<{ id: string; settings: TenantSettings }>({
    name: 'find-tenants',
    text: STATEMENT,
    values: [ids],
  });
  return new Map(rows.map(({ id, settings }) => [id, settings]));
}
