import { z } from 'zod';

/** A secret that a customer brings along. */
export const ownSecretSchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,256}$/, 'is not a secret: 16 to 256 printable ASCII characters without blanks')
  .describe(
    '16 to 256 printable characters; for `standard-webhooks-ed25519` a private key, `whsk_` and base64. Default: a new one is made.',
  );
