import { backlogChoices, environments } from '@casewire/events';
import { levels } from '@casewire/matching-rules';
import { listQuery, uuidCursor } from '@casewire/rest';
import { shownSettingsShape, webhookStatuses } from '@casewire/webhook-settings';
import { z } from 'zod';
import { secretSchema } from '../webhook-secrets/secret-schema.ts';

/** A webhook in answers. The bodies of requests are in libs/webhook-settings. */
export const webhookSchema = z.object({
  id: z.uuid(),
  level: z.enum(levels),
  environment: z.enum(environments),
  ...shownSettingsShape,
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

export const resumeSchema = z.strictObject({
  backlog: z
    .enum(backlogChoices)
    .describe('Whether what the pause has held is sent, as fast as the receiver takes it, or skipped.'),
});

export type Resume = z.infer<typeof resumeSchema>;
export type WebhookView = z.infer<typeof webhookSchema>;
export type CreatedWebhookView = z.infer<typeof createdWebhookSchema>;
export type WebhookListQuery = z.infer<typeof webhookListQuery>;
