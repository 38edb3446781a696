import { arrays, column, type Column, type Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { scopeKeyOf } from '@casewire/matching-rules';

/** A run of a tenant. */
export interface RunToEnd extends TenantScope {
  readonly runId: string;
}

const columns: readonly Column<RunToEnd>[] = [
  column('tenant_id', 'text', ({ tenantId }) => tenantId),
  column('environment', 'text', ({ environment }) => environment),
  column('scope_key', 'text', ({ runId }) => scopeKeyOf({ runtimeId: runId })),
];

const STATEMENT = `
  SELECT run.position::int - 1 AS index
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS run (tenant_id, environment, scope_key, position)
   WHERE EXISTS (
     SELECT 1 FROM subscriptions.webhooks
      WHERE tenant_id = run.tenant_id AND environment = run.environment AND scope_key = run.scope_key
        AND deleted_at IS NULL AND ends_with_run)`;

/**
 * Selects the runs that have a webhook which expires some time after the end of its run. Disabled webhooks count too,
 * because they may be enabled later.
 */
export async function findRunsWithEndingWebhooks<R extends RunToEnd>(
  pool: Pool,
  runs: readonly R[],
): Promise<R[]> {
  if (runs.length === 0) return [];
  const { rows } = await pool.query<{ index: number }>({
    name: 'find-runs-with-ending-webhooks',
    text: STATEMENT,
    values: arrays(columns, runs),
  });
  const found = new Set(rows.map(({ index }) => index));
  return runs.filter((_run, index) => found.has(index));
}
