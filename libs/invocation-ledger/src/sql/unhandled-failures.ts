import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';

/** A group of failures of which something has failed for good, and that nobody has handled. */
export interface UnhandledFailures extends TenantScope {
  /** Of the group. */
  readonly id: string;
  readonly webhookId: string;
  /** Name and URL of the webhook. */
  readonly name: string | null;
  readonly url: string;
  readonly class: string;
  /** What has failed, counted up to 1,000: the oldest. */
  readonly count: number;
  /** When the first of these had failed. */
  readonly since: Date;
  /** Whether any of these can be sent again: what has no body cannot. */
  readonly isSendable: boolean;
}

/** Invocations that are counted of each group. */
const MOST_COUNTED = 1_000;

/** Ids of webhooks that never existed may be any text. */
const WEBHOOK_ID = `CASE WHEN g.webhook_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN g.webhook_id::uuid END`;

/** The order is that of the index, so that no more is read than is counted. */
const FAILED_OF_GROUP = `
  FROM history.failed f
 WHERE f.webhook_id = g.webhook_id AND f.event_type = g.event_type AND f.failure = g.class
   AND f.tenant_id = g.tenant_id AND f.environment = g.environment
 ORDER BY f.invocation_id`;

/**
 * What has failed and nobody has handled, of a tenant, of an environment, or of all; the groups whose last failure is the
 * latest first. Left out is what is ignored, what a replay is about to send, and what belongs to a webhook that is disabled,
 * expired or deleted, or that needs a person itself: its breaker is open, Casewire has paused it, or it is failing.
 * Each group is looked up by itself in the small table of what has failed, so a group costs little, whatever it holds: the
 * OFFSET keeps PostgreSQL from making a join of EXISTS.
 */
export async function findUnhandledFailures(
  pool: Pool,
  { tenantId, environment }: Partial<TenantScope>,
  limit: number,
): Promise<UnhandledFailures[]> {
  const { rows } = await pool.query<UnhandledFailures>({
    // No name: a plan for any parameters, which PostgreSQL may keep of a named one, reads the groups of all tenants for one.
    text: `
      WITH latest AS MATERIALIZED (
        SELECT g.*, webhook.name, webhook.url
          FROM history.failure_groups g
          JOIN subscriptions.webhooks webhook ON webhook.id = ${WEBHOOK_ID}
         WHERE ($1::text IS NULL OR g.tenant_id = $1) AND ($2::text IS NULL OR g.environment = $2)
           AND (g.ignored_until IS NULL OR g.ignored_until <= now())
           AND webhook.deleted_at IS NULL AND webhook.status <> 'disabled'
           AND (webhook.expires_at IS NULL OR webhook.expires_at > now())
           AND EXISTS (SELECT ${FAILED_OF_GROUP} LIMIT 1 OFFSET 0)
           AND NOT EXISTS (
             SELECT FROM history.webhook_state state
              WHERE state.webhook_id = g.webhook_id
                AND (state.breaker IS NOT NULL OR state.own_pause IS NOT NULL OR state.failing_since IS NOT NULL))
           AND NOT EXISTS (
             SELECT FROM history.replays replay
              WHERE replay.webhook_id = g.webhook_id AND replay.ended_at IS NULL AND replay.selection <> 'missing'
                AND coalesce(replay.event_type, g.event_type) = g.event_type
                AND coalesce(replay.failure, g.class) = g.class)
         ORDER BY g.last_seen_at DESC LIMIT $3
      )
      SELECT g.id, g.tenant_id AS "tenantId", g.environment, g.webhook_id AS "webhookId", g.name, g.url, g.class,
             failed.count, coalesce(failed.since, g.first_seen_at) AS since, failed."isSendable"
        FROM latest g
       CROSS JOIN LATERAL (
         SELECT count(*)::integer AS count, min(ended_at) AS since, bool_or(has_body) AS "isSendable"
           FROM (SELECT ended_at, has_body ${FAILED_OF_GROUP} LIMIT ${MOST_COUNTED}) AS found) AS failed
       ORDER BY g.last_seen_at DESC`,
    values: [tenantId ?? null, environment ?? null, limit],
  });
  return rows;
}
