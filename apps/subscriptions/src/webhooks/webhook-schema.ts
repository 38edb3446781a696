import { backlogChoices, environments } from '@casewire/events';
import { levels } from '@casewire/matching-rules';
import { listQuery, uuidCursor } from '@casewire/rest';
import { healthStates, statusReasons } from '@casewire/subscription-store';
import { shownSettingsShape, webhookStatuses } from '@casewire/webhook-settings';
import { z } from 'zod';
import { secretSchema } from '../webhook-secrets/secret-schema.ts';

/** A webhook in answers. The bodies of requests are in libs/webhook-settings. */
export const webhookSchema = z.object({
  id: z.uuid(),
  level: z.enum(levels),
  environment: z.enum(environments),
  ...shownSettingsShape,
  signedBy: z
    .enum(['webhook', 'tenant'])
    .nullable()
    .describe(
      'Whose secret signs its deliveries: its own, or that of the tenant (`GET /v1/signing-secret`), as for webhooks of run requests and of configurations. Null where nothing signs.',
    ),
  statusReason: z
    .enum(statusReasons)
    .nullable()
    .describe(
      'Why Casewire has disabled it. `gone`: the receiver has answered 410 Gone. To go on, correct `url` and set `status` to `active`.',
    ),
  health: z
    .enum(healthStates)
    .describe(
      '`failing`: too many of its attempts fail. `unavailable`: its receiver does not answer or is overloaded, and is sent probes only. `paused`: Casewire has paused it, after nothing but failures for days.',
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
    health: z.enum(healthStates).optional(),
  },
);

/** What attempts have shown of a webhook. */
export const healthSchema = z.object({
  state: z.enum(healthStates),
  failingSince: z.iso.datetime().nullable(),
  failuresInARow: z.int().describe('Failures since the last success.'),
  lastSuccessAt: z.iso.datetime().nullable().describe('To five seconds.'),
  lastFailureAt: z.iso.datetime().nullable(),
  lastFailure: z.string().nullable().describe('How it failed: `timeout`, `dns-error`, `http-503`.'),
  nextProbeAt: z.iso
    .datetime()
    .nullable()
    .describe('While it is `unavailable`: when one of what is held is sent, to find out whether it is back.'),
  averageMs: z.number().nullable().describe('Duration of its attempts that succeed, a running average.'),
});

export type HealthView = z.infer<typeof healthSchema>;

export const resumeSchema = z.strictObject({
  backlog: z
    .enum(backlogChoices)
    .describe('Whether what the pause has held is sent, as fast as the receiver takes it, or skipped.'),
});

export type Resume = z.infer<typeof resumeSchema>;
export type WebhookView = z.infer<typeof webhookSchema>;
export type CreatedWebhookView = z.infer<typeof createdWebhookSchema>;
export type WebhookListQuery = z.infer<typeof webhookListQuery>;
