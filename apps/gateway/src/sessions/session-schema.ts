import { environments, isEnvironment } from '@casewire/events';
import { scopes } from '@casewire/identity';
import { listQuery, uuidCursor } from '@casewire/rest';
import type { PortalLink, Session } from '@casewire/session-store';
import { z } from 'zod';
import { MAX_KEY_LENGTH } from '../authenticate/key-owners.ts';
import { tenantViewSchema, toTenantView } from './tenant-view-schema.ts';

/** The id of a tenant in a path. */
export const tenantIdSchema = z.string().min(1).max(200);

const codeSchema = z
  .string()
  .min(1)
  .max(200)
  .describe('What stands behind # in the address of a portal link.')
  .meta({ examples: ['Wf3yR0…'] });

export const signInSchema = z
  .strictObject({
    key: z
      .string()
      .min(1)
      .max(MAX_KEY_LENGTH)
      .optional()
      .describe("An API key, or the operator's key. Not with `code`."),
    code: codeSchema.optional(),
  })
  .refine(({ key, code }) => (key === undefined) !== (code === undefined), {
    message: 'names one of two things',
    params: { accepted: '`key` or `code`' },
  })
  .meta({ examples: [{ key: 'cw_sandbox_…' }] });

export const previewSchema = z.strictObject({ code: codeSchema });

const tenantSchema = z.object({ id: z.string(), name: z.string() });
const environmentSchema = z.enum(environments);
const scopesSchema = z.array(z.enum(scopes));
const landingSchema = z
  .string()
  .nullable()
  .describe('The path of the dashboard at which the link begins; null for the first page.');

export const sessionSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['key', 'link', 'operator']).describe('What it began with.'),
  tenant: tenantSchema.nullable().describe('Null for the operator.'),
  environments: z.array(environmentSchema),
  scopesByEnvironment: z.partialRecord(environmentSchema, scopesSchema),
  readOnly: z.boolean(),
  view: tenantViewSchema.nullable().describe('The tenant whose pages the operator looks at.'),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().describe('To the minute.'),
  expiresAt: z.iso.datetime(),
  idleSeconds: z.int().describe('It ends earlier after so many seconds without a request.'),
});

export const startedSessionSchema = sessionSchema.extend({ landing: landingSchema });

export const linkPreviewSchema = z.object({
  tenant: tenantSchema,
  environments: z.array(environmentSchema),
  readOnly: z.boolean(),
  landing: landingSchema,
  expiresAt: z.iso.datetime().describe('The end of the link, if nobody uses it before.'),
});

/** The query of lists here: their ids are UUIDs. */
export const uuidPageQuery = listQuery({ cursor: uuidCursor }, {});

/** The query of GET /v1/sessions. */
export const sessionListQuery = listQuery(
  { cursor: uuidCursor },
  { tenant: tenantIdSchema.optional().describe("Only this tenant's.") },
);

/** The query of DELETE /v1/sessions. */
export const tenantQuery = z.strictObject({ tenant: tenantIdSchema.describe('Whose sessions end.') });

export const endedSessionsSchema = z.object({ ended: z.int().describe('How many have ended.') });

export type SignInBody = z.infer<typeof signInSchema>;
export type SessionView = z.infer<typeof sessionSchema>;
export type UuidPageQuery = z.infer<typeof uuidPageQuery>;
export type SessionListQuery = z.infer<typeof sessionListQuery>;

export function toSessionView(session: Session): SessionView {
  const { id, tenantId, tenantName, grants, linkId, readOnly, view, idleSeconds } = session;
  const given = Object.keys(grants).filter(isEnvironment);
  return {
    id,
    kind: tenantId === null ? 'operator' : linkId === null ? 'key' : 'link',
    tenant: tenantId === null ? null : { id: tenantId, name: tenantName ?? tenantId },
    environments: given,
    scopesByEnvironment: Object.fromEntries(given.map((each) => [each, [...(grants[each]?.scopes ?? [])]])),
    readOnly,
    view: view && toTenantView(view),
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    idleSeconds,
  };
}

export function toLinkPreview(link: PortalLink): z.infer<typeof linkPreviewSchema> {
  const { tenantId, tenantName, readOnly, landing } = link;
  return {
    tenant: { id: tenantId, name: tenantName },
    environments: [...link.environments],
    readOnly,
    landing,
    expiresAt: link.expiresAt.toISOString(),
  };
}
