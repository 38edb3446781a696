import { randomUUID } from 'node:crypto';
import type { TenantScope } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { Problem } from '@casewire/rest';
import { WebhookSecret, webhookSecretContext } from '@casewire/subscription-store';
import { type DataSource, IsNull, Not } from 'typeorm';
import { secretProblem } from '../webhooks/signing-problems.ts';
import { findWebhook } from '../webhooks/webhooks.ts';
import { generateSecret } from './generate-secret.ts';
import type { Rotation } from './rotation-schema.ts';

/** What signs the deliveries of single webhooks. */
export class WebhookSecrets {
  readonly #dataSource: DataSource;
  readonly #keyRing: KeyRing;

  constructor(dataSource: DataSource, keyRing: KeyRing) {
    this.#dataSource = dataSource;
    this.#keyRing = keyRing;
  }

  /**
   * The current secret; null where nothing signs.
   * @throws Problem not-found
   */
  async find(scope: TenantScope, webhookId: string): Promise<string | null> {
    const { manager } = this.#dataSource;
    await findWebhook(manager, scope, webhookId);
    const row = await manager.findOneBy(WebhookSecret, { webhookId, expiresAt: IsNull() });
    return row && this.#keyRing.decrypt(row, webhookSecretContext(webhookId)).toString();
  }

  /**
   * Signs with a new secret from the next attempt on, and with the old one beside it until the overlap ends.
   * @throws Problem not-found, validation-failed
   */
  rotate(scope: TenantScope, webhookId: string, { overlapSeconds, secret }: Rotation): Promise<string> {
    return this.#dataSource.transaction(async (manager) => {
      const webhook = await findWebhook(manager, scope, webhookId, true);
      const fresh = secret ?? generateSecret();
      const problem = secretProblem(fresh, webhook);
      if (problem !== undefined) {
        throw new Problem('validation-failed', { errors: [{ path: 'secret', message: problem }] });
      }
      const now = new Date();
      // Two secrets sign at most: one that overlaps from an earlier rotation gives way.
      await manager.delete(WebhookSecret, { webhookId, expiresAt: Not(IsNull()) });
      await manager.update(
        WebhookSecret,
        { webhookId, expiresAt: IsNull() },
        { expiresAt: new Date(now.getTime() + overlapSeconds * 1_000) },
      );
      const sealed = this.#keyRing.encrypt(fresh, webhookSecretContext(webhookId));
      await manager.insert(WebhookSecret, {
        id: randomUUID(),
        webhookId,
        ...sealed,
        createdAt: now,
        expiresAt: null,
      });
      return fresh;
    });
  }
}
