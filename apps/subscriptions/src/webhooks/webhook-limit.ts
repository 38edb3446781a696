import type { TenantScope } from '@casewire/events';
import { Problem } from '@casewire/rest';
import { type Tenant, Webhook } from '@casewire/subscription-store';
import { limits } from '@casewire/webhook-settings';
import { type EntityManager, IsNull, Not } from 'typeorm';

/**
 * Checks that a tenant may have more webhooks. The caller has locked the tenant, so two requests cannot both take the last
 * place.
 * @param wanted how many webhooks the caller adds. 0 is allowed even where the tenant has more than its limit.
 * @throws Problem limit-reached
 */
export async function requireRoom(
  manager: EntityManager,
  tenant: Tenant,
  scope: TenantScope,
  wanted: number,
): Promise<void> {
  if (wanted === 0) return;
  const limit = tenant.settings.webhookLimit ?? limits.webhooks;
  const { tenantId, environment } = scope;
  const counted = { tenantId, environment, level: Not('runtime' as const), deletedAt: IsNull() };
  if ((await manager.countBy(Webhook, counted)) + wanted > limit) {
    throw new Problem('limit-reached', { detail: `the tenant may have ${limit} webhooks here` });
  }
}

/**
 * Checks that a run may have one more webhook.
 * @throws Problem limit-reached
 */
export async function requireRoomInRun(
  manager: EntityManager,
  { tenantId, environment, scopeKey }: Webhook,
): Promise<void> {
  const counted = { tenantId, environment, scopeKey, deletedAt: IsNull() };
  if ((await manager.countBy(Webhook, counted)) >= limits.webhooksOfRun) {
    throw new Problem('limit-reached', { detail: `a run may have ${limits.webhooksOfRun} webhooks` });
  }
}
