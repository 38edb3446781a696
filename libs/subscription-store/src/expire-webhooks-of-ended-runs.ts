import type { Pool } from '@casewire/database';

/** How long webhooks of a run stay after its end, for events that come late. */
const DAYS_AFTER_END = 30;

/** How far a call came. */
export interface ExpirySweep {
  readonly expiring: number;
  /** Webhook to go on after; null where there are no more. */
  readonly next: string | null;
}

const STATEMENT = `
  WITH batch AS (
    SELECT id, tenant_id, environment, runtime_id
      FROM subscriptions.webhooks
     WHERE ends_with_run AND expires_at IS NULL AND deleted_at IS NULL AND id > $1
     ORDER BY id
     LIMIT $2
  ), expiring AS (
    UPDATE subscriptions.webhooks AS webhook
       SET expires_at = run.ended_at + make_interval(days => $3), version = version + 1, updated_at = now()
      FROM batch
      JOIN matching.runs AS run
        ON run.tenant_id = batch.tenant_id AND run.environment = batch.environment AND run.run_id = batch.runtime_id
     WHERE webhook.id = batch.id AND webhook.expires_at IS NULL AND run.ended_at IS NOT NULL
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM expiring)::int AS expiring,
         (SELECT id FROM batch ORDER BY id OFFSET $2 - 1) AS next`;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Lets webhooks whose run has ended expire 30 days after its end. Looks at `limit` webhooks in the order of their ids:
 * call it again with `next` until there is none. Safe from several processes at once.
 */
export async function expireWebhooksOfEndedRuns(
  pool: Pool,
  { after = BEFORE_ALL, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ExpirySweep> {
  const { rows } = await pool.query<ExpirySweep>(STATEMENT, [after, limit, DAYS_AFTER_END]);
  return rows[0] ?? { expiring: 0, next: null };
}
