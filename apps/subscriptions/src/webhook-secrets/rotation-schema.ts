import { ownSecretSchema } from '@casewire/webhook-settings';
import { z } from 'zod';

const DAY_SECONDS = 86_400;

/** Body of every rotation. */
export const rotationSchema = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(7 * DAY_SECONDS)
    .default(DAY_SECONDS)
    .describe('How long the old secret signs beside the new one. Default: a day.'),
  secret: ownSecretSchema.optional(),
});

export type Rotation = z.infer<typeof rotationSchema>;
