import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';

/** Whether a tenant has, or had, a webhook in an environment. @param id a UUID */
export async function webhookExists(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  id: string,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT 1 FROM subscriptions.webhooks WHERE id = $1 AND tenant_id = $2 AND environment = $3',
    [id, tenantId, environment],
  );
  return rowCount === 1;
}
