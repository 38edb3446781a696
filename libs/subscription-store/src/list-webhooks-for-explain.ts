import type { Pool } from '@casewire/database';
import { patternsMatching, scopeKeysCovering, type MergeRule } from '@casewire/matching-rules';
import { selectSettings, type Webhook } from './entities.ts';
import type { EventToMatch, MatchCandidate } from './find-matching-webhooks.ts';

/** A webhook that an explanation names. */
export interface WebhookToExplain
  extends
    MatchCandidate,
    Readonly<Pick<Webhook, 'events' | 'definitionId' | 'runtimeId' | 'expiresAt' | 'createdAt'>> {}

export interface WebhooksToExplain {
  readonly merge: MergeRule;
  readonly webhooks: readonly WebhookToExplain[];
}

/** Webhooks in one explanation at most, unless more of them cover the event. */
const LIMIT = 100;

/*
 * Candidates are all webhooks of the customer and definition levels, whatever their `events`, and those of the event's
 * own run: webhooks of other runs explain nothing, and there can be millions of them.
 */
const STATEMENT = `
  SELECT coalesce(tenant.settings ->> 'subscriptionMerge', 'additive') AS merge,
         webhook.id AS "webhookId", webhook.level, webhook.context_placeholders AS "contextPlaceholders",
         webhook.events, webhook.definition_id AS "definitionId", webhook.runtime_id AS "runtimeId",
         webhook.expires_at AS "expiresAt", webhook.created_at AS "createdAt",
         ${selectSettings('matching', 'webhook')}, tenant.settings
    FROM subscriptions.tenants AS tenant
    LEFT JOIN LATERAL (
      SELECT *, row_number() OVER (ORDER BY covers DESC, scope_key = ANY ($3::text[]) DESC, id DESC) AS position
        FROM (
          (SELECT * FROM subscriptions.webhooks
            WHERE tenant_id = tenant.id AND environment = $2 AND deleted_at IS NULL AND level <> 'runtime')
          UNION ALL
          (SELECT * FROM subscriptions.webhooks
            WHERE tenant_id = tenant.id AND environment = $2 AND deleted_at IS NULL AND level = 'runtime'
              AND scope_key = ANY ($3::text[]))
        ) AS candidate
       CROSS JOIN LATERAL (
         SELECT scope_key = ANY ($3::text[]) AND status <> 'disabled' AND (expires_at IS NULL OR expires_at > now())
                AND events && $4::text[] AS covers
       ) AS cover
    ) AS webhook ON webhook.covers OR webhook.position <= $5
   WHERE tenant.id = $1
   ORDER BY webhook.position`;

/**
 * All webhooks that cover an event by level, patterns, status and expiry, and behind them others, so that an explanation
 * can say why those do not. The others fill the list up to 100 webhooks.
 */
export async function listWebhooksForExplain(
  pool: Pick<Pool, 'query'>,
  event: EventToMatch,
): Promise<WebhooksToExplain> {
  const { rows } = await pool.query<{ merge: MergeRule } & (WebhookToExplain | { webhookId: null })>({
    name: 'list-webhooks-for-explain',
    text: STATEMENT,
    values: [
      event.tenantId,
      event.environment,
      scopeKeysCovering(event),
      patternsMatching(event.type),
      LIMIT,
    ],
  });
  return {
    merge: rows[0]?.merge ?? 'additive',
    webhooks: rows.flatMap((row) => (row.webhookId === null ? [] : [row])),
  };
}
