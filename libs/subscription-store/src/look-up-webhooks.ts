import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { scopeKeyOf } from '@casewire/matching-rules';
import type { Webhook } from './entities.ts';

/** Webhooks of a tenant and environment that are searched by name and host, the newest first. Those of single runs are not. */
export const MAX_SEARCHED = 10_000;

/** Without credentials, which may stand before it. */
const HOST = "substring(url FROM '^[^:/]+://(?:[^/?#@]*@)?([^/?#]*)')";

/** Any part of a text, in upper or lower case. No character of what is looked for has a meaning of its own. */
const contains = (text: string) => `position(lower($3::text) IN lower(${text})) > 0`;

const shown = `id, name, ${HOST} AS host, status, created_at AS "createdAt"`;

const IN_SCOPE = 'tenant_id = $1 AND environment = $2 AND deleted_at IS NULL';

/** Look-ups by what each finds webhooks by. */
const lookUps = {
  id: `SELECT 'id' AS "foundBy", ${shown} FROM subscriptions.webhooks WHERE ${IN_SCOPE} AND id = $3::text::uuid LIMIT $4`,
  runId: `SELECT 'runId' AS "foundBy", ${shown} FROM subscriptions.webhooks WHERE ${IN_SCOPE} AND scope_key = $5 AND runtime_id = $3::text
           ORDER BY id DESC LIMIT $4`,
  nameOrHost: `
    SELECT CASE WHEN ${contains('name')} THEN 'name' ELSE 'host' END AS "foundBy", ${shown}
      FROM (SELECT * FROM subscriptions.webhooks WHERE ${IN_SCOPE} AND level <> 'runtime'
             ORDER BY id DESC LIMIT ${MAX_SEARCHED}) AS standing
     WHERE ${contains('name')} OR ${contains(HOST)}
     ORDER BY id DESC LIMIT $4`,
} as const;

/** What webhooks can be looked up by. */
export type WebhookKey = keyof typeof lookUps;

/** A webhook, and by which of its parts it was found. */
export interface FoundWebhook extends Pick<Webhook, 'id' | 'name' | 'status'> {
  readonly foundBy: 'id' | 'runId' | 'name' | 'host';
  readonly host: string | null;
  readonly createdAt: Date;
}

/**
 * Looks webhooks up by a text: of each key the newest, in the order of the keys. What several keys find
 * comes several times.
 * @param text a UUID if `id` is among the keys
 * @param limit of each key
 */
export async function lookUpWebhooks(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  text: string,
  keys: readonly WebhookKey[],
  limit: number,
): Promise<FoundWebhook[]> {
  if (keys.length === 0) return [];
  const values = [tenantId, environment, text, limit];
  const { rows } = await pool.query<FoundWebhook>({
    name: `look-up-webhooks ${keys.join(' ')}`,
    text: keys.map((key) => `(${lookUps[key]})`).join(' UNION ALL '),
    values: keys.includes('runId') ? [...values, scopeKeyOf({ runtimeId: text })] : values,
  });
  return rows;
}
