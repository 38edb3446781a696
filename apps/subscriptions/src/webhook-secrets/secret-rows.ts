import { randomUUID } from 'node:crypto';
import type { KeyRing } from '@casewire/key-ring';
import { WebhookSecret, webhookSecretContext } from '@casewire/subscription-store';
import { type EntityManager, IsNull } from 'typeorm';

/** The secret that signs for a webhook from now on; null where none does. */
export async function findCurrentSecret(
  manager: EntityManager,
  keyRing: KeyRing,
  webhookId: string,
): Promise<string | null> {
  const row = await manager.findOneBy(WebhookSecret, { webhookId, expiresAt: IsNull() });
  return row && keyRing.decrypt(row, webhookSecretContext(webhookId)).toString();
}

/** Keeps a secret, sealed, as the current one; there must be no other. */
export async function insertCurrentSecret(
  manager: EntityManager,
  keyRing: KeyRing,
  { webhookId, secret, now }: { webhookId: string; secret: string; now: Date },
): Promise<void> {
  const sealed = keyRing.encrypt(secret, webhookSecretContext(webhookId));
  await manager.insert(WebhookSecret, {
    id: randomUUID(),
    webhookId,
    ...sealed,
    createdAt: now,
    expiresAt: null,
  });
}
