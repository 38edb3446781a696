import { environments } from '@casewire/events';
import { webhookFormats } from '@casewire/families';
import { levels } from '@casewire/matching-rules';
import { webhookMethods } from '@casewire/payloads';
import { orderings, webhookStatuses } from '@casewire/subscription-store';
import { z } from 'zod';
import { uuidPageParameters } from '../paging/uuid-page-query.ts';
import { secretSchema } from '../webhook-secrets/secret-view.ts';
import { contentViewFields } from './content-fields.ts';
import {
  fixedFields,
  laterFields,
  newSigningSchema,
  settingFields,
  signingSchema,
} from './webhook-fields.ts';

const { name, url, events, headers, auth, format, sendWebhookId, retry, timeoutMs } = settingFields;
const { maxConcurrency, successStatus, options, status, expiresAt } = settingFields;
const { stateNames, filter, request } = settingFields;

/** Body of POST /v1/webhooks. */
export const newWebhookSchema = z.strictObject({
  name: name.optional(),
  url,
  events: events.optional().describe('Default: all; with `stateNames`, all that tell a state.'),
  definitionId: fixedFields.definitionId.optional(),
  runtimeId: fixedFields.runtimeId.optional(),
  method: fixedFields.method.default('POST'),
  headers: headers.default({}),
  auth: auth.optional(),
  format: format.default('native'),
  signing: newSigningSchema.default({}),
  sendWebhookId: sendWebhookId.default(true),
  retry: retry.optional().describe("Default: the family's schedule."),
  timeoutMs: timeoutMs.optional().describe("Default: the family's, 10 s."),
  maxConcurrency: maxConcurrency.optional(),
  ordering: fixedFields.ordering.default('none'),
  successStatus: successStatus.optional().describe("Default: the family's."),
  options: options.default({}),
  status: status.default('active'),
  expiresAt: expiresAt.optional().describe('Default: never.'),
  stateNames: stateNames.optional(),
  filter: filter.optional(),
  request: request.optional(),
  ...laterFields,
});

/** Body of PATCH /v1/webhooks/{id}: what is named is changed, null takes the default. */
export const webhookChangeSchema = z.strictObject({
  name: name.nullable().optional(),
  url: url.optional(),
  events: events.optional(),
  headers: headers.optional(),
  auth: auth.nullable().optional(),
  format: format.optional(),
  signing: signingSchema.optional().describe('Replaces all of it; the secret is changed by rotation.'),
  sendWebhookId: sendWebhookId.optional(),
  retry: retry.nullable().optional(),
  timeoutMs: timeoutMs.nullable().optional(),
  maxConcurrency: maxConcurrency.nullable().optional(),
  successStatus: successStatus.nullable().optional(),
  options: options.optional().describe('Replaces all of them.'),
  status: status.optional(),
  expiresAt: expiresAt.nullable().optional(),
  stateNames: stateNames.nullable().optional(),
  filter: filter.nullable().optional(),
  request: request.nullable().optional(),
  definitionId: fixed(),
  runtimeId: fixed(),
  method: fixed(),
  ordering: fixed(),
  ...laterFields,
});

/** Changing the level or the order of a webhook under way would mix up what is pending. */
function fixed() {
  return z
    .custom<undefined>((value) => value === undefined, 'cannot be changed; create another webhook')
    .optional()
    .describe('Cannot be changed.');
}

export const webhookSchema = z.object({
  id: z.uuid(),
  level: z.enum(levels),
  environment: z.enum(environments),
  name: z.string().nullable(),
  url: z.string(),
  events: z.array(z.string()),
  definitionId: z.string().nullable(),
  runtimeId: z.string().nullable(),
  method: z.enum(webhookMethods),
  headers: z.record(z.string(), z.string()),
  auth: z
    .union([z.object({ basic: z.object({ username: z.string() }) }), z.object({ bearer: z.object({}) })])
    .nullable()
    .describe('Without the password or token.'),
  format: z.enum(webhookFormats),
  signing: signingSchema,
  sendWebhookId: z.boolean(),
  retry: retry.nullable().describe("Null: the family's."),
  timeoutMs: z.int().nullable(),
  maxConcurrency: z.int().nullable(),
  ordering: z.enum(orderings),
  successStatus: successStatus.nullable(),
  options,
  status: z.enum(webhookStatuses),
  expiresAt: z.iso.datetime().nullable(),
  ...contentViewFields,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const createdWebhookSchema = webhookSchema.extend(secretSchema.shape);

export const webhookListQuery = z.strictObject({
  ...uuidPageParameters(),
  level: z.enum(levels).optional().describe('Webhooks of single runs are listed only with `runtime`.'),
  status: z.enum(webhookStatuses).optional(),
});

export type NewWebhook = z.infer<typeof newWebhookSchema>;
export type WebhookChange = z.infer<typeof webhookChangeSchema>;
export type WebhookView = z.infer<typeof webhookSchema>;
export type CreatedWebhookView = z.infer<typeof createdWebhookSchema>;
export type WebhookListQuery = z.infer<typeof webhookListQuery>;
