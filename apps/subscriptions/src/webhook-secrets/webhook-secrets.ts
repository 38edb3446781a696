import { recordChange } from '@casewire/audit';
import { tenantScope, type Identity } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { Problem } from '@casewire/rest';
import { type Webhook, WebhookSecret } from '@casewire/subscription-store';
import { type DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import { lockTenant } from '../tenants/tenants.ts';
import { findWebhook, lockWebhook } from '../webhooks/stored-webhook.ts';
import { secretProblem } from '../webhooks/signing-problems.ts';
import { toSecretView, type Rotation, type SecretView } from './secret-schema.ts';
import { findCurrentSecret, generateSecret, insertCurrentSecret, refuseSecret } from './webhook-secret.ts';

/** The secrets that sign for single webhooks. */
export class WebhookSecrets {
  readonly #dataSource: DataSource;
  readonly #keyRing: KeyRing;

  constructor(dataSource: DataSource, keyRing: KeyRing) {
    this.#dataSource = dataSource;
    this.#keyRing = keyRing;
  }

  /**
   * Shows the current secret. The audit notes it first: where it cannot be noted, nothing is shown.
   * @throws Problem not-found, invalid-state where the tenant's secret signs
   */
  async reveal(by: Identity, webhookId: string): Promise<SecretView> {
    const { manager } = this.#dataSource;
    requireOwnSecret(await findWebhook(manager, tenantScope(by), webhookId));
    const view = toSecretView(await findCurrentSecret(manager, this.#keyRing, webhookId));
    if (view.secret !== null) {
      const resource = `webhooks/${webhookId}`;
      await recordChange(manager, by, { action: 'webhook.secret-revealed', resource });
    }
    return view;
  }

  /**
   * Signs with a new secret from the next attempt on, and with the old one beside it until the overlap ends. At most two
   * secrets sign: one that still overlaps from an earlier rotation is destroyed.
   * @throws Problem not-found, validation-failed, invalid-state where nothing or the tenant's secret signs
   */
  async rotate(
    manager: EntityManager,
    by: Identity,
    webhookId: string,
    { overlapSeconds, secret }: Rotation,
  ): Promise<string> {
    const scope = tenantScope(by);
    // So that no secret outlives a tenant that is being deleted.
    await lockTenant(manager, scope.tenantId);
    const webhook = await lockWebhook(manager, scope, webhookId);
    requireOwnSecret(webhook);
    if (webhook.signing.scheme === 'none') {
      throw new Problem('invalid-state', { detail: 'deliveries of this webhook are not signed' });
    }
    const fresh = secret ?? generateSecret(webhook.signing);
    refuseSecret(secretProblem(fresh, webhook));
    const now = new Date();
    const expiresAt = new Date(now.getTime() + overlapSeconds * 1_000);
    await manager.delete(WebhookSecret, { webhookId, expiresAt: Not(IsNull()) });
    await manager.update(WebhookSecret, { webhookId, expiresAt: IsNull() }, { expiresAt });
    await insertCurrentSecret(manager, this.#keyRing, { webhookId, secret: fresh, now });
    await recordChange(manager, by, {
      action: 'webhook.secret-rotated',
      resource: `webhooks/${webhookId}`,
      changed: [{ member: 'secret' }, { member: 'overlapSeconds', after: overlapSeconds }],
    });
    return fresh;
  }
}

function requireOwnSecret({ signsWithTenantSecret }: Webhook): void {
  if (!signsWithTenantSecret) return;
  throw new Problem('invalid-state', {
    detail: "the tenant's signing secret signs for this webhook: use /v1/signing-secret",
  });
}
