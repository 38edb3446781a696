import { environments } from '@casewire/events';
import { scopes } from '@casewire/identity';
import type { ApiKey } from '@casewire/subscription-store';
import { futureInstant, limits } from '@casewire/webhook-settings';
import { z } from 'zod';

const scopesSchema = z.array(z.enum(scopes)).min(1).max(scopes.length);

export const newApiKeySchema = z.strictObject({
  environment: z.enum(environments),
  name: z.string().min(1).max(limits.nameCharacters).optional(),
  scopes: scopesSchema.default([...scopes]).describe('Default: all of them.'),
  expiresAt: futureInstant.optional().describe('Default: never.'),
});

export const apiKeySchema = z.object({
  id: z.uuid(),
  environment: z.enum(environments),
  name: z.string().nullable(),
  scopes: scopesSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso
    .datetime()
    .nullable()
    .describe(
      'The beginning of the hour in which it was used last, for a request or for a sign-in; null before that.',
    ),
});

export const shownApiKeySchema = apiKeySchema.extend({
  key: z.string().describe('Shown this once and kept nowhere.'),
});

export type NewApiKey = z.infer<typeof newApiKeySchema>;
export type ApiKeyView = z.infer<typeof apiKeySchema>;

export function toApiKeyView(key: ApiKey): ApiKeyView {
  return {
    id: key.id,
    environment: key.environment,
    name: key.name,
    scopes: key.scopes,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
