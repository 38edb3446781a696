import { randomUUID } from 'node:crypto';
import type { KeyRing } from '@casewire/key-ring';
import { WebhookSecret, webhookSecretContext } from '@casewire/subscription-store';
import { type EntityManager, IsNull } from 'typeorm';

/** The newest secret of a webhook; null where nothing signs. */
export async function findCurrentSecret(
  manager: EntityManager,
  keyRing: KeyRing,
  webhookId: string,
): Promise<string | null> {
  const row = await manager.findOneBy(WebhookSecret, { webhookId, expiresAt: IsNull() });
  return row && keyRing.decrypt(row, webhookSecretContext(webhookId)).toString();
}

/** Stores a secret, sealed, as the current one. No other may be current. */
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
