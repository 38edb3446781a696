import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { NOTABLE_STATES, WEBHOOK_OF_STATE } from './find-webhook-health.ts';

/**
 * Why a webhook needs a person. `gone`: its receiver has answered 410, which has disabled it. `paused-by-casewire`: after
 * nothing but failures for days. `paused`: by its owner. `unavailable`: its breaker is open. `failing`: its attempts fail.
 * Where several are true of a webhook, it has the one that stands first here.
 */
export type Trouble = 'gone' | 'paused-by-casewire' | 'paused' | 'unavailable' | 'failing';

/** A webhook that needs a person. */
export interface TroubledWebhook extends TenantScope {
  readonly id: string;
  readonly name: string | null;
  readonly url: string;
  readonly trouble: Trouble;
  /** When its failures began, or when it was disabled; null where that is not known. */
  readonly since: Date | null;
  /** The class of its last failure: `timeout`, `http-503`. */
  readonly lastFailure: string | null;
  /** The oldest invocation that waits for the end of its pause or its breaker. */
  readonly oldestHeld: string | null;
}

const IN_SCOPE = `webhook.deleted_at IS NULL AND ($1::text IS NULL OR webhook.tenant_id = $1)
              AND ($2::text IS NULL OR webhook.environment = $2)
              AND (webhook.expires_at IS NULL OR webhook.expires_at > now())
              AND EXISTS (SELECT FROM subscriptions.tenants AS tenant
                           WHERE tenant.id = webhook.tenant_id AND tenant.deleted_at IS NULL)`;

const shown = `webhook.id, webhook.tenant_id AS "tenantId", webhook.environment, webhook.name, webhook.url`;

/** The worst first. */
const bySeverity: readonly Trouble[] = ['gone', 'paused-by-casewire', 'unavailable', 'failing', 'paused'];

const TROUBLED = `
  WITH unsound AS (${NOTABLE_STATES})
  SELECT ${shown},
         CASE WHEN own_pause IS NOT NULL THEN 'paused-by-casewire'
              WHEN state.pause IS NOT NULL THEN 'paused'
              WHEN breaker IS NOT NULL THEN 'unavailable' ELSE 'failing' END AS trouble,
         CASE WHEN own_pause IS NOT NULL OR state.pause IS NULL
              THEN coalesce(failing_since, failure_run_since, last_failure_at) END AS since,
         last_failure AS "lastFailure",
         coalesce('own-pause ' || own_pause, 'pause ' || state.pause, breaker_kind || ' ' || breaker) AS hold
    FROM unsound AS state JOIN subscriptions.webhooks AS webhook ON webhook.id = ${WEBHOOK_OF_STATE}
   WHERE ${IN_SCOPE} AND webhook.status <> 'disabled'
   UNION ALL
  SELECT ${shown}, 'gone', webhook.updated_at, 'http-410', NULL
    FROM subscriptions.webhooks AS webhook
   WHERE ${IN_SCOPE} AND webhook.status = 'disabled' AND webhook.status_reason = 'gone'`;

const OLDEST_HELD = `
  SELECT invocation_id FROM history.held
   WHERE webhook_id = troubled.id::text AND NOT is_freed AND held_by = troubled.hold
   ORDER BY invocation_id LIMIT 1`;

/**
 * Webhooks that need a person, of a tenant, of an environment, or of all: those with the worst trouble first, and of these
 * those that have had it longest. It reads what is kept of webhooks that are not sound, so it costs little however many
 * there are.
 */
export async function findTroubledWebhooks(
  pool: Pool,
  { tenantId, environment }: Partial<TenantScope>,
  limit: number,
): Promise<TroubledWebhook[]> {
  const { rows } = await pool.query<TroubledWebhook>({
    name: 'find-troubled-webhooks',
    text: `SELECT id, "tenantId", environment, name, url, trouble, since, "lastFailure", (${OLDEST_HELD}) AS "oldestHeld"
             FROM (${TROUBLED}) AS troubled
            ORDER BY array_position($4::text[], trouble), since
            LIMIT $3`,
    values: [tenantId ?? null, environment ?? null, limit, bySeverity],
  });
  return rows;
}
