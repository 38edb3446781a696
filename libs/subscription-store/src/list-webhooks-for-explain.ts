import type { Pool } from '@casewire/database';
import type { Environment } from '@casewire/events';
import {
  scopeKeysCovering,
  type ExplainedWebhook,
  type LevelIds,
  type MergeRule,
} from '@casewire/matching-rules';
import type { ListeningWebhook } from '@casewire/payloads';

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

/** Webhooks at most in one explanation. */
const LIMIT = 100;

/*
 * Customer and definition level whatever they listen to, and the event's own run: another run's webhooks would not
 * explain anything, and there can be millions of them.
 */
const STATEMENT = `
  SELECT coalesce(tenant.settings ->> 'subscriptionMerge', 'additive') AS merge,
         webhook.id AS "webhookId", webhook.definition_id AS "definitionId", webhook.runtime_id AS "runtimeId", webhook.events,
         webhook.status, webhook.expires_at AS "expiresAt", webhook.created_at AS "createdAt",
         webhook.format, webhook.options, webhook.method,
         webhook.context_placeholders AS "contextPlaceholders", webhook.state_names AS "stateNames", webhook.filter, webhook.transform,
         tenant.settings
    FROM subscriptions.tenants AS tenant
    LEFT JOIN LATERAL (
      (SELECT * FROM subscriptions.webhooks
        WHERE tenant_id = tenant.id AND environment = $2 AND deleted_at IS NULL
          AND status <> 'disabled' AND level = 'runtime' AND scope_key = ANY ($3::text[])
        ORDER BY id DESC
        LIMIT $4)
      UNION ALL
      (SELECT * FROM subscriptions.webhooks
        WHERE tenant_id = tenant.id AND environment = $2 AND deleted_at IS NULL AND level <> 'runtime'
        ORDER BY scope_key = ANY ($3::text[]) DESC, id DESC
        LIMIT $4)
    ) AS webhook ON true
   WHERE tenant.id = $1
   LIMIT $4`;

/** The webhooks that could have got an event, at most 100, those that cover it first; for `explainMatches`. */
export async function listWebhooksForExplain(
  pool: Pool,
  event: LevelIds & { readonly tenantId: string; readonly environment: Environment },
): Promise<WebhooksToExplain> {
  const { rows } = await pool.query<{ merge: MergeRule } & (WebhookToExplain | { webhookId: null })>({
    name: 'list-webhooks-for-explain',
    text: STATEMENT,
    values: [event.tenantId, event.environment, scopeKeysCovering(event), LIMIT],
  });
  return {
    merge: rows[0]?.merge ?? 'additive',
    webhooks: rows.flatMap((row) => (row.webhookId === null ? [] : [row])),
  };
}
