import type { TenantScope } from '@casewire/events';
import type { EntityManager } from 'typeorm';
import type { SignedWebhook } from '../webhooks/signing-problems.ts';

/** One of the webhooks that are signed alike. */
export interface TenantSignedWebhook extends SignedWebhook {
  readonly id: string;
}

const STATEMENT = `
  SELECT DISTINCT ON (signing, format, events) id, signing, format, events
    FROM subscriptions.webhooks
   WHERE tenant_id = $1 AND environment = $2
     AND signs_with_tenant_secret AND deleted_at IS NULL
     AND (level <> 'runtime' OR signing <> '{}' OR format <> 'native')
     AND (expires_at IS NULL OR expires_at > now())
   ORDER BY signing, format, events, id`;

/**
 * The webhooks that the tenant's secret signs for, one of each kind. Those of single runs only where they are signed
 * otherwise than a run request makes them, which any text can: there can be millions of them.
 */
export function findTenantSigned(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
): Promise<TenantSignedWebhook[]> {
  return manager.query<TenantSignedWebhook[]>(STATEMENT, [tenantId, environment]);
}
