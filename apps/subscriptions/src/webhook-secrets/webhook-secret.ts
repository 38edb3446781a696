import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyRing } from '@casewire/key-ring';
import { Problem } from '@casewire/rest';
import { generatePrivateKey, type SigningSettings } from '@casewire/signing';
import { WebhookSecret, webhookSecretContext } from '@casewire/subscription-store';
import { type EntityManager, IsNull } from 'typeorm';

/**
 * A new secret: `whsec_` and 64 hex digits. They are valid as hex, as base64 and as text, so every HMAC scheme can use
 * them. The scheme ed25519 gets a private key.
 */
export function generateSecret({ scheme }: SigningSettings = {}): string {
  if (scheme === 'standard-webhooks-ed25519') return generatePrivateKey();
  return `whsec_${randomBytes(32).toString('hex')}`;
}

/** @throws Problem validation-failed for a secret in a request that has a problem */
export function refuseSecret(problem: string | undefined): void {
  if (problem === undefined) return;
  throw new Problem('validation-failed', { errors: [{ path: 'secret', message: problem }] });
}

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
