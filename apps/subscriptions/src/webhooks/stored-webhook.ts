import { recordChange } from '@casewire/audit';
import type { TenantScope } from '@casewire/events';
import type { Identity } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { dropHolds, Webhook, WebhookSecret } from '@casewire/subscription-store';
import { type EntityManager, type FindOneOptions, IsNull } from 'typeorm';
import { queryOf } from '../query-of.ts';

/**
 * A webhook that is not deleted.
 * @throws Problem not-found, also for a webhook of another tenant or environment
 */
export async function findWebhook(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  id: string,
  options: Pick<FindOneOptions<Webhook>, 'lock'> = {},
): Promise<Webhook> {
  const where = { id, tenantId, environment, deletedAt: IsNull() };
  const webhook = await manager.findOne(Webhook, { where, ...options });
  if (webhook === null) throw new Problem('not-found', { detail: 'there is no such webhook' });
  return webhook;
}

/**
 * Finds a webhook and locks it until the transaction ends.
 * @throws Problem not-found
 */
export function lockWebhook(manager: EntityManager, scope: TenantScope, id: string): Promise<Webhook> {
  return findWebhook(manager, scope, id, { lock: { mode: 'pessimistic_write' } });
}

/**
 * Marks a locked webhook as deleted, and destroys the secrets that it signed and authenticated with. What was
 * held comes up once more, and is cancelled then.
 */
export async function removeWebhook(
  manager: EntityManager,
  by: Identity,
  { id, version }: Webhook,
): Promise<void> {
  await dropHolds(queryOf(manager), { webhookId: id });
  await manager.delete(WebhookSecret, { webhookId: id });
  await manager.update(
    Webhook,
    { id },
    {
      deletedAt: new Date(),
      version: version + 1,
      headers: {},
      contextPlaceholders: [],
      secretPlaceholders: [],
      auth: null,
      authKeyId: null,
      authCiphertext: null,
    },
  );
  await recordChange(manager, by, { action: 'webhook.deleted', resource: `webhooks/${id}` });
}
