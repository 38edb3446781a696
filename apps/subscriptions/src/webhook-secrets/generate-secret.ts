import { randomBytes } from 'node:crypto';
import { generatePrivateKey, type SigningSettings } from '@casewire/signing';

/**
 * A new secret: `whsec_` and 64 hex digits. They are valid as hex, as base64 and as text, so every HMAC scheme can use
 * them. The scheme ed25519 gets a private key.
 */
export function generateSecret({ scheme }: SigningSettings = {}): string {
  if (scheme === 'standard-webhooks-ed25519') return generatePrivateKey();
  return `whsec_${randomBytes(32).toString('hex')}`;
}
