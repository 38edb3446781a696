import { isPrivateKey, publicKeyOf } from '@casewire/signing';
import { z } from 'zod';

export const secretSchema = z.object({
  secret: z
    .string()
    .nullable()
    .describe(
      'Signs the deliveries; null where nothing signs, and where a private key does, which is never shown.',
    ),
  publicKey: z
    .string()
    .nullable()
    .describe(
      '`whpk_` and base64: verifies deliveries of the scheme `standard-webhooks-ed25519`; null for others.',
    ),
});

export type SecretView = z.infer<typeof secretSchema>;

/** What the owner of a webhook gets to see of the secret that signs for it. */
export function toSecretView(secret: string | null): SecretView {
  if (secret === null || !isPrivateKey(secret)) return { secret, publicKey: null };
  return { secret: null, publicKey: publicKeyOf(secret) };
}
