import type { TenantScope } from '@casewire/events';
import { Problem } from '@casewire/rest';
import type { DeliveryTarget } from '@casewire/subscription-store';
import type { LoadTargets } from './deliverer.ts';

/** One webhook of a tenant. @throws Problem not-found, also for a webhook of another tenant or environment */
export async function requireTarget(
  loadTargets: LoadTargets,
  { tenantId, environment }: TenantScope,
  webhookId: string,
): Promise<DeliveryTarget> {
  const { webhooks } = await loadTargets({ webhookIds: [webhookId], invocationIds: [] });
  const target = webhooks.get(webhookId);
  const isTheirs = target?.tenantId === tenantId && target.environment === environment;
  if (!isTheirs || target.deletedAt !== null) {
    throw new Problem('not-found', { detail: 'there is no such webhook' });
  }
  return target;
}
