import { actions, type Entry } from '@casewire/audit';
import { environments, instantSchema } from '@casewire/events';
import { listQuery, uuidCursor } from '@casewire/rest';
import { z } from 'zod';
import { tenantIdSchema } from '../tenants/tenant-schema.ts';

const text = z.string().min(1).max(600);

/** The query of GET /v1/audit. */
export const auditQuery = listQuery(
  { cursor: uuidCursor },
  {
    tenant: tenantIdSchema.optional().describe("For the operator: only this tenant's."),
    actor: text
      .optional()
      .describe('The id of an API key, `link` and the id of a portal link, or `operator`.'),
    action: z.enum(actions).optional(),
    resource: text.optional().describe('Kind and id of what was changed: `webhooks/0192…`, `secrets/name`.'),
    since: instantSchema.optional().describe('Changed at or after.'),
  },
);

export const changesQuery = listQuery({ cursor: uuidCursor }, {});

const value = z
  .unknown()
  .optional()
  .describe('Absent where there was none, for secrets, and where it is longer than 1,000 characters.');

/** An entry of the audit in answers. */
export const entrySchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z
    .string()
    .describe('Who was let in: the id of an API key, `link` and the id of a portal link, or `operator`.'),
  actorName: z
    .string()
    .nullable()
    .describe('The name of the API key that was let in; null where it has none, and for others.'),
  claimedName: z
    .string()
    .nullable()
    .describe('Who asked for it, as the client said in `Casewire-Claimed-Name`. Nobody has checked it.'),
  reason: z.string().nullable().describe('Why, as the client said in `Casewire-Reason`.'),
  session: z.uuid().nullable(),
  requestId: z.string().nullable().describe('The `X-Request-Id` of its answer.'),
  tenant: z.string().nullable(),
  environment: z
    .enum(environments)
    .nullable()
    .describe('Null for what belongs to no single environment: sessions, portal links, the tenant itself.'),
  action: z.enum(actions),
  resource: z.string().describe('Kind and id of what was changed.'),
  resourceName: z
    .string()
    .nullable()
    .describe('The name of the API key that was changed; null where it has none, and for others.'),
  changed: z.array(z.object({ member: z.string(), before: value, after: value })),
});

export type AuditQuery = z.infer<typeof auditQuery>;
export type ChangesQuery = z.infer<typeof changesQuery>;
export type EntryView = z.infer<typeof entrySchema>;

/** @param keyNames names of API keys by their ids */
export function toEntryView(
  { tenantId, at, changed, ...entry }: Entry,
  keyNames: ReadonlyMap<string, string>,
): EntryView {
  const changedKey = keyIdIn(entry.resource);
  return {
    ...entry,
    at: new Date(at).toISOString(),
    actorName: keyNames.get(entry.actor) ?? null,
    tenant: tenantId,
    resourceName: (changedKey !== undefined ? keyNames.get(changedKey) : undefined) ?? null,
    changed: [...changed],
  };
}

/** The id of the API key that a resource names; undefined for other resources. */
export function keyIdIn(resource: string): string | undefined {
  return /^api-keys\/(.+)$/.exec(resource)?.[1];
}
