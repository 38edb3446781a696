import type { TenantScope } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { Webhook } from '@casewire/subscription-store';
import { type EntityManager, type FindOneOptions, IsNull } from 'typeorm';

/**
 * A webhook that was not deleted.
 * @throws Problem not-found, for another tenant's or environment's as for none
 */
export function findWebhook(manager: EntityManager, scope: TenantScope, id: string): Promise<Webhook> {
  return find(manager, scope, id, {});
}

/**
 * The same, kept from changing until the transaction ends.
 * @throws Problem not-found
 */
export function lockWebhook(manager: EntityManager, scope: TenantScope, id: string): Promise<Webhook> {
  return find(manager, scope, id, { lock: { mode: 'pessimistic_write' } });
}

async function find(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  id: string,
  options: Pick<FindOneOptions<Webhook>, 'lock'>,
): Promise<Webhook> {
  const where = { id, tenantId, environment, deletedAt: IsNull() };
  const webhook = await manager.findOne(Webhook, { where, ...options });
  if (webhook === null) throw new Problem('not-found', { detail: 'there is no such webhook' });
  return webhook;
}
