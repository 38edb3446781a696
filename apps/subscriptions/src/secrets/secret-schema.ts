import { isSecretName } from '@casewire/placeholders';
import { z } from 'zod';

export const secretNameSchema = z.string().refine(isSecretName, {
  error: 'is not the name of a secret',
  params: { accepted: 'up to 256 letters, digits, `_`, `.` and `-`' },
});

/** Body of PUT /v1/secrets/{name}. */
export const secretInputSchema = z.strictObject({
  value: z
    .string()
    .regex(/^[\x20-\x7e]{1,4096}$/, 'is not 1 to 4096 printable ASCII characters')
    .describe('Never shown again.'),
});

export const namedSecretSchema = z.object({
  name: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type SecretInput = z.infer<typeof secretInputSchema>;
export type NamedSecretView = z.infer<typeof namedSecretSchema>;
