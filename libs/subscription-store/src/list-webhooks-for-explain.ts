import type { Pool } from '@casewire/database';
import {
  patternsMatching,
  scopeKeysCovering,
  type ExplainedWebhook,
  type MergeRule,
} from '@casewire/matching-rules';
import type { ListeningWebhook } from '@casewire/payloads';
import type { EventToMatch } from './find-matching-webhooks.ts';

/** A webhook that an explanation names, with the merge rule of its tenant. */
export interface WebhookToExplain extends ExplainedWebhook, ListeningWebhook {
  readonly definitionId: string | null;
  readonly runtimeId: string | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

export interface WebhooksToExplain {
  readonly merge: MergeRule;
  readonly webhooks: readonly WebhookToExplain[];
}

/** Webhooks at most in one explanation, unless more cover the event. */
const LIMIT = 100;

/*
 * Customer and definition level whatever they listen to, and the event's own run: another run's webhooks would not
 * explain anything, and there can be millions of them. The limit is for those that do not cover the event.
 */
const STATEMENT = `
  SELECT coalesce(tenant.settings ->> 'subscriptionMerge', 'additive') AS merge,
         webhook.id AS "webhookId", webhook.level, webhook.definition_id AS "definitionId",
         webhook.runtime_id AS "runtimeId", webhook.events,
         webhook.status, webhook.expires_at AS "expiresAt", webhook.created_at AS "createdAt",
         webhook.format, webhook.options, webhook.method,
         webhook.context_placeholders AS "contextPlaceholders", webhook.state_names AS "stateNames", webhook.filter, webhook.transform,
         tenant.settings
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
 * The webhooks that cover an event by level, patterns, status and expiry, all of them, and behind them others, at most
 * 100 together, so that each can say why it does not.
 */
export async function listWebhooksForExplain(pool: Pool, event: EventToMatch): Promise<WebhooksToExplain> {
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
