import {
  toBallerineSubscription,
  type BallerineSubscription,
  type BallerineConfigAnswer,
} from '@casewire/families/ballerine/runs';
import { tenantScope, type Identity } from '@casewire/identity';
import { scopeKeyOf } from '@casewire/matching-rules';
import { Webhook } from '@casewire/subscription-store';
import { IsNull } from 'typeorm';
import { findTenant, lockTenant } from '../tenants/tenants.ts';
import { removeWebhook } from '../webhooks/stored-webhook.ts';
import { recordWebhook } from '../webhooks/record-webhook.ts';
import { requireSecretScope } from '../webhooks/secret-scope.ts';
import { requireRoom } from '../webhooks/webhook-limit.ts';
import { reconcile } from './reconcile.ts';
import { subscribedWebhooks } from './subscribed-webhooks.ts';
import type { BallerineRunsParts } from './ballerine-runs.ts';

export type BallerineConfigsParts = Pick<
  BallerineRunsParts,
  'dataSource' | 'keyRing' | 'targetPolicy' | 'signingSecrets'
>;

/** The webhooks that the configuration of a workflow definition lists. They listen to every run of the definition. */
export class BallerineConfigs {
  readonly #parts: BallerineConfigsParts;

  constructor(parts: BallerineConfigsParts) {
    this.#parts = parts;
  }

  /**
   * Replaces the list. A webhook that is listed as before keeps its id and the settings that were changed since. One that
   * is no longer listed is deleted. Other webhooks of the definition stay as they are.
   * @throws Problem validation-failed, missing-scope, limit-reached
   */
  async replace(
    identity: Identity,
    definitionId: string,
    subscriptions: readonly BallerineSubscription[],
  ): Promise<BallerineConfigAnswer> {
    const { dataSource, keyRing, targetPolicy, signingSecrets } = this.#parts;
    const scope = tenantScope(identity);
    const { settings } = await findTenant(dataSource.manager, scope.tenantId);
    const wanted = subscribedWebhooks(subscriptions, {
      ...scope,
      now: new Date(),
      level: { definitionId },
      traits: { origin: 'definition', endsWithRun: false },
      keyRing,
      targetPolicy: targetPolicy(scope.environment, { settings }),
    });
    if (wanted.length > 0) await signingSecrets.find(scope);
    const current = await dataSource.transaction(async (manager) => {
      const tenant = await lockTenant(manager, scope.tenantId);
      const scopeKey = scopeKeyOf({ definitionId });
      const where = { ...scope, scopeKey, origin: 'definition' as const, deletedAt: IsNull() };
      const existing = await manager.find(Webhook, { where, lock: { mode: 'pessimistic_write' } });
      const reconciled = reconcile(existing, wanted, likenessOf);
      for (const webhook of reconciled.added) requireSecretScope(identity, null, webhook);
      for (const webhook of reconciled.removed) await removeWebhook(manager, identity, webhook);
      await requireRoom(manager, tenant, scope, reconciled.added.length);
      await manager.save(Webhook, [...reconciled.added], { reload: false });
      for (const webhook of reconciled.added) {
        await recordWebhook(manager, identity, { action: 'webhook.created', after: webhook });
      }
      return reconciled.current;
    });
    return {
      workflowDefinitionId: definitionId,
      config: {
        subscriptions: current.map((webhook) => ({ id: webhook.id, ...toBallerineSubscription(webhook) })),
      },
    };
  }
}

function likenessOf(webhook: Webhook): string {
  return JSON.stringify({ ...toBallerineSubscription(webhook), events: [...webhook.events].sort() });
}
