import { environments } from '@casewire/events';
import { levels } from '@casewire/matching-rules';
import { listQuery, uuidCursor } from '@casewire/rest';
import { statusReasons } from '@casewire/subscription-store';
import { shownSettingsShape, webhookStatuses } from '@casewire/webhook-settings';
import { z } from 'zod';
import { secretSchema } from '../webhook-secrets/secret-schema.ts';

/** A webhook in answers. The bodies of requests are in libs/webhook-settings. */
export const webhookSchema = z.object({
  id: z.uuid(),
  level: z.enum(levels),
  environment: z.enum(environments),
  ...shownSettingsShape,
  statusReason: z
    .enum(statusReasons)
    .nullable()
    .describe(
      'Why Casewire has disabled it. `gone`: the receiver has answered 410 Gone. To go on, correct `url` and set `status` to `active`.',
    ),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const createdWebhookSchema = webhookSchema.extend(secretSchema.shape);

export const webhookListQuery = listQuery(
  { cursor: uuidCursor },
  {
    level: z.enum(levels).optional().describe('Webhooks of single runs are listed only with `runtime`.'),
    status: z.enum(webhookStatuses).optional(),
  },
);

export type WebhookView = z.infer<typeof webhookSchema>;
export type CreatedWebhookView = z.infer<typeof createdWebhookSchema>;
export type WebhookListQuery = z.infer<typeof webhookListQuery>;
