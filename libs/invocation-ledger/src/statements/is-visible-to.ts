import type { PoolClient } from '@casewire/database';
import type { LedgerScope } from '../ledger-scope.ts';

/** Whether the scope has such an invocation. Tenant and environment of a row never change: no lock is needed. */
export async function isVisibleTo(client: PoolClient, scope: LedgerScope, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM history.invocations
      WHERE id = $1 AND tenant_id = $2 AND environment = $3 AND seq IS NOT NULL`,
    [id, scope.tenantId, scope.environment],
  );
  return rowCount === 1;
}
