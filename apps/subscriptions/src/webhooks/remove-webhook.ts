import { Webhook, WebhookSecret } from '@casewire/subscription-store';
import type { EntityManager } from 'typeorm';

/** Marks a locked webhook as deleted, and destroys what it signed and authenticated with. */
export async function removeWebhook(manager: EntityManager, { id, version }: Webhook): Promise<void> {
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
}
