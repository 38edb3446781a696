import { isPrivateKey, publicKeyOf } from '@casewire/signing';
import { ownSecretSchema } from '@casewire/webhook-settings';
import { z } from 'zod';

const DAY_SECONDS = 86_400;

/** The body of every request to rotate a secret. */
export const rotationSchema = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(7 * DAY_SECONDS)
      .default(DAY_SECONDS)
      .describe('How long the old secret signs beside the new one. Default: a day.'),
    secret: ownSecretSchema.optional(),
  })
  .meta({ examples: [{ overlapSeconds: 3_600 }] });

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

export type Rotation = z.infer<typeof rotationSchema>;
export type SecretView = z.infer<typeof secretSchema>;

/** Shows the owner of a webhook the secret that signs for it, or the public key of a private one. */
export function toSecretView(secret: string | null): SecretView {
  if (secret === null || !isPrivateKey(secret)) return { secret, publicKey: null };
  return { secret: null, publicKey: publicKeyOf(secret) };
}
