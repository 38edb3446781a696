import { arrayParameter, type Pool, type PoolClient } from '@casewire/database';
import type { FailureReason, TenantScope } from '@casewire/events';

/** What a replay has to know about its webhook. */
export interface ReplayTarget extends TenantScope {
  readonly webhookId: string;
  /** Why nothing can be sent to it; null if it can. */
  readonly endReason: Extract<FailureReason, 'webhook-gone' | 'webhook-disabled' | 'webhook-expired'> | null;
  /** By its owner or by Casewire. */
  readonly isPaused: boolean;
  /** Requests at once; null for the default. */
  readonly maxConcurrency: number | null;
  readonly rateLimitPerSecond: number | null;
  /** Patterns of the types that it listens to. */
  readonly events: readonly string[];
  /** See `scopeKeyOf`. */
  readonly scopeKey: string;
}

/**
 * The webhooks of replays, by their ids; an id that never existed is absent.
 * @param webhookIds UUIDs
 */
export async function loadReplayTargets(
  client: Pick<Pool | PoolClient, 'query'>,
  webhookIds: readonly string[],
): Promise<ReadonlyMap<string, ReplayTarget>> {
  const { rows } = await client.query<ReplayTarget>({
    name: 'load-replay-targets',
    text: `SELECT webhook.id AS "webhookId", webhook.tenant_id AS "tenantId", webhook.environment,
                  CASE WHEN webhook.deleted_at IS NOT NULL OR tenant.deleted_at IS NOT NULL THEN 'webhook-gone'
                       WHEN webhook.status = 'disabled' THEN 'webhook-disabled'
                       WHEN webhook.expires_at <= now() THEN 'webhook-expired' END AS "endReason",
                  webhook.status = 'paused' OR EXISTS (
                    SELECT FROM history.webhook_state
                     WHERE webhook_id = webhook.id::text AND own_pause IS NOT NULL OFFSET 0) AS "isPaused",
                  webhook.max_concurrency AS "maxConcurrency",
                  webhook.rate_limit_per_second::float8 AS "rateLimitPerSecond",
                  webhook.events, webhook.scope_key AS "scopeKey"
             FROM subscriptions.webhooks AS webhook
             JOIN subscriptions.tenants AS tenant ON tenant.id = webhook.tenant_id
            WHERE webhook.id = ANY ($1::uuid[])`,
    values: [arrayParameter('uuid', webhookIds)],
  });
  return new Map(rows.map((row) => [row.webhookId, row]));
}
