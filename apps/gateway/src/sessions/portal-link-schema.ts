import { environments } from '@casewire/events';
import { scopes } from '@casewire/identity';
import type { PortalLink } from '@casewire/session-store';
import { z } from 'zod';
import { linkSeconds } from '../limits.ts';

const MAX_LANDING_CHARACTERS = 2_000;

const environmentsSchema = z.array(z.enum(environments)).min(1).max(environments.length);
const scopesSchema = z.array(z.enum(scopes)).min(1).max(scopes.length);

export const newPortalLinkSchema = z.strictObject({
  environments: environmentsSchema.describe('What the session may open.'),
  scopes: scopesSchema.default([...scopes]).describe('Default: all of them.'),
  readOnly: z
    .boolean()
    .default(false)
    .describe('Keeps only the scopes that change nothing: `read` and `payloads`.'),
  landing: z
    .string()
    .max(MAX_LANDING_CHARACTERS)
    .optional()
    .describe('Path at which it begins: `/t/{tenant}/{environment}`, what is below it, and a query.'),
  expiresInSeconds: z
    .int()
    .min(linkSeconds.min)
    .max(linkSeconds.max)
    .default(linkSeconds.default)
    .describe('Until when the link can be used. The session that it begins has limits of its own.'),
});

export const createdPortalLinkSchema = z.object({
  id: z.uuid(),
  url: z.url().describe('Shown this once, and good for one sign-in.'),
  embedUrl: z
    .url()
    .nullable()
    .describe(
      'The same link for a frame of a page of `CASEWIRE_PORTAL_ORIGINS`; null where there are none. Good for one sign-in altogether.',
    ),
  expiresAt: z.iso.datetime(),
});

export const portalLinkSchema = z.object({
  id: z.uuid(),
  environments: environmentsSchema,
  scopes: scopesSchema,
  readOnly: z.boolean(),
  landing: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable().describe('When its session began.'),
});

export type NewPortalLink = z.infer<typeof newPortalLinkSchema>;
export type PortalLinkView = z.infer<typeof portalLinkSchema>;

export function toPortalLinkView(link: PortalLink): PortalLinkView {
  return {
    id: link.id,
    environments: [...link.environments],
    scopes: [...link.scopes],
    readOnly: link.readOnly,
    landing: link.landing,
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
    usedAt: link.usedAt?.toISOString() ?? null,
  };
}
