import type { TenantScope } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { type Tenant, Webhook } from '@casewire/subscription-store';
import { type EntityManager, IsNull, Not } from 'typeorm';

/** Webhooks of one tenant and environment at most, those of single runs not counted, where the tenant sets nothing. */
const DEFAULT_WEBHOOK_LIMIT = 1_000;

/** Webhooks of one run, of one tenant and environment, at most: each event of the run is looked for in all of them. */
const MAX_WEBHOOKS_OF_RUN = 100;

/**
 * The tenant is locked, so that two requests cannot both take the last place. Where nothing is added, there is room,
 * however low the limit became.
 * @param wanted webhooks that are to be added
 * @throws Problem limit-reached
 */
export async function requireRoom(
  manager: EntityManager,
  tenant: Tenant,
  scope: TenantScope,
  wanted: number,
): Promise<void> {
  if (wanted === 0) return;
  const limit = tenant.settings.webhookLimit ?? DEFAULT_WEBHOOK_LIMIT;
  const { tenantId, environment } = scope;
  const counted = { tenantId, environment, level: Not('runtime' as const), deletedAt: IsNull() };
  if ((await manager.countBy(Webhook, counted)) + wanted > limit) {
    throw new Problem('limit-reached', { detail: `the tenant may have ${limit} webhooks here` });
  }
}

/**
 * The same for one more webhook of a single run.
 * @throws Problem limit-reached
 */
export async function requireRoomInRun(
  manager: EntityManager,
  { tenantId, environment, scopeKey }: Webhook,
): Promise<void> {
  const counted = { tenantId, environment, scopeKey, deletedAt: IsNull() };
  if ((await manager.countBy(Webhook, counted)) >= MAX_WEBHOOKS_OF_RUN) {
    throw new Problem('limit-reached', { detail: `a run may have ${MAX_WEBHOOKS_OF_RUN} webhooks` });
  }
}
