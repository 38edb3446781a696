import type { TenantScope } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { type Tenant, Webhook } from '@casewire/subscription-store';
import { type EntityManager, IsNull, Not } from 'typeorm';

/** Webhooks of one tenant and environment at most, those of single runs not counted, where the tenant sets nothing. */
const DEFAULT_WEBHOOK_LIMIT = 1_000;

/**
 * The tenant is locked, so that two requests cannot both take the last place.
 * @param wanted webhooks that are to be added
 * @throws Problem limit-reached
 */
export async function requireRoom(
  manager: EntityManager,
  tenant: Tenant,
  scope: TenantScope,
  wanted: number,
): Promise<void> {
  const limit = tenant.settings.webhookLimit ?? DEFAULT_WEBHOOK_LIMIT;
  const { tenantId, environment } = scope;
  const counted = { tenantId, environment, level: Not('runtime' as const), deletedAt: IsNull() };
  if ((await manager.countBy(Webhook, counted)) + wanted > limit) {
    throw new Problem('limit-reached', { detail: `the tenant may have ${limit} webhooks here` });
  }
}
