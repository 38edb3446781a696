import { families } from '@casewire/families';
import { mergeRules } from '@casewire/matching-rules';
import { listQuery } from '@casewire/rest';
import { healthStates, type Tenant } from '@casewire/subscription-store';
import { allowedHostsSchema, limits, notYet } from '@casewire/webhook-settings';
import { z } from 'zod';

/** The id is the attribute `tenantid` of events, and a part of paths. */
export const tenantIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  error: 'is not a tenant id: 1 to 64 letters, digits, `.`, `_`, `-`, the first one a letter or digit',
});

/** The settings that families read. */
const familySettings = families.flatMap(({ settings = {} }) => Object.entries(settings));

const settingsFields = {
  allowedHosts: allowedHostsSchema,
  subscriptionMerge: z.enum(mergeRules).describe('How levels combine. Default: additive.'),
  webhookLimit: z
    .int()
    .min(0)
    .max(100_000)
    .describe('Webhooks per environment, those of single runs not counted. Default: 1000.'),
  publishPerSecond: z
    .int()
    .min(1)
    .max(1_000_000)
    .describe(
      'Events per second that POST /v1/events takes of the tenant, in each process of ingestion. Default: no limit.',
    ),
};

/** Settings that the contract names and nothing acts on yet. */
const laterSettings = {
  payloadRetentionDays: notYet(),
  rateLimitPerSecond: notYet(),
};

const settingsSchema = z.strictObject({
  ...Object.fromEntries(familySettings.map(([name, setting]) => [name, setting.exactOptional()])),
  subscriptionMerge: settingsFields.subscriptionMerge.exactOptional(),
  webhookLimit: settingsFields.webhookLimit.exactOptional(),
  publishPerSecond: settingsFields.publishPerSecond.exactOptional(),
  allowedHosts: settingsFields.allowedHosts.exactOptional(),
});

const settingsChangeSchema = z.strictObject({
  ...Object.fromEntries(familySettings.map(([name, setting]) => [name, setting.nullable().exactOptional()])),
  subscriptionMerge: settingsFields.subscriptionMerge.nullable().exactOptional(),
  webhookLimit: settingsFields.webhookLimit.nullable().exactOptional(),
  publishPerSecond: settingsFields.publishPerSecond.nullable().exactOptional(),
  allowedHosts: settingsFields.allowedHosts.nullable().exactOptional(),
  ...laterSettings,
});

const nameSchema = z.string().min(1).max(limits.nameCharacters);

export const newTenantSchema = z
  .strictObject({
    id: tenantIdSchema.optional(),
    name: nameSchema,
    settings: settingsSchema.extend(laterSettings).default({}),
  })
  .meta({ examples: [{ id: 'acme', name: 'Acme' }] });

export const tenantChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    settings: settingsChangeSchema
      .optional()
      .describe('Settings that are named are changed; null takes the default.'),
  })
  .meta({ examples: [{ name: 'Acme Ltd', settings: { webhookLimit: 200 } }] });

export const tenantSchema = z.object({
  id: z.string(),
  name: z.string(),
  settings: settingsSchema,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** The query of GET /v1/tenants. */
export const tenantListQuery = listQuery(
  {},
  {
    q: z
      .string()
      .trim()
      .min(1)
      .max(512)
      .optional()
      .describe('A part of the id or of the name, in upper or lower case.'),
    health: z
      .enum(healthStates)
      .optional()
      .describe('Only those that have a webhook in this state; `healthy`: that have none in any other.'),
  },
);

export type TenantListQuery = z.infer<typeof tenantListQuery>;
export type NewTenant = z.infer<typeof newTenantSchema>;
export type TenantChange = z.infer<typeof tenantChangeSchema>;
export type TenantView = z.infer<typeof tenantSchema>;

export function toTenantView(tenant: Tenant): TenantView {
  return {
    id: tenant.id,
    name: tenant.name,
    settings: tenant.settings,
    createdAt: tenant.createdAt.toISOString(),
    updatedAt: tenant.updatedAt.toISOString(),
  };
}
