import type { Pool } from '@casewire/database';

/** Rows of a table that one call deletes at most, so that no transaction is long. */
const BATCH = 1_000;

/** How long a repeated run request is answered with the first one's answer: a week. */
const WORKFLOW_RUN_SECONDS = 7 * 24 * 60 * 60;

/** How long it is known who has fetched the data of an event: 90 days. */
const DATA_FETCH_SECONDS = 90 * 24 * 60 * 60;

const STATEMENT = `
  WITH old_webhook_secrets AS (
    DELETE FROM subscriptions.webhook_secrets
     WHERE id = ANY (ARRAY(
       SELECT id FROM subscriptions.webhook_secrets WHERE expires_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING 1
  ), old_signing_secrets AS (
    DELETE FROM subscriptions.signing_secrets
     WHERE id = ANY (ARRAY(
       SELECT id FROM subscriptions.signing_secrets WHERE expires_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING 1
  ), old_runs AS (
    DELETE FROM subscriptions.workflow_runs
     WHERE id = ANY (ARRAY(
       SELECT id FROM subscriptions.workflow_runs
        WHERE command IS NULL AND requested_at < now() - make_interval(secs => $2)
        LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING 1
  ), old_notices AS (
    DELETE FROM subscriptions.webhook_notices AS notice
     USING (SELECT webhook_id, kind, number FROM subscriptions.webhook_notices AS r
             WHERE EXISTS (SELECT FROM history.webhook_state AS state
                            WHERE state.webhook_id = r.webhook_id::text
                              AND r.number <= CASE r.kind WHEN 'pause' THEN state.ended_pause
                                               WHEN 'own-pause' THEN state.ended_own_pause
                                               WHEN 'breaker' THEN state.ended_breaker
                                               ELSE state.noted_version END
                            OFFSET 0)
             LIMIT $1 FOR UPDATE SKIP LOCKED) AS taken
     WHERE notice.webhook_id = taken.webhook_id AND notice.kind = taken.kind AND notice.number = taken.number
    RETURNING 1
  ), old_fetches AS (
    DELETE FROM subscriptions.data_fetches
     WHERE id = ANY (ARRAY(
       SELECT id FROM subscriptions.data_fetches
        WHERE fetched_at < now() - make_interval(secs => $3)
        LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM old_webhook_secrets)::int
           + (SELECT count(*) FROM old_signing_secrets)::int AS secrets,
         (SELECT count(*) FROM old_runs)::int AS "workflowRuns",
         (SELECT count(*) FROM old_notices)::int AS notices,
         (SELECT count(*) FROM old_fetches)::int AS "dataFetches"`;

export interface Purged {
  readonly secrets: number;
  readonly workflowRuns: number;
  readonly notices: number;
  readonly dataFetches: number;
}

/**
 * Destroys secrets whose rotation overlap is over, answers that no repeated request can ask for any more, notices that
 * history has taken, and old notes of fetched data.
 * Bounded: call it again while it still finds something. Safe from several processes at once.
 */
export async function purgeExpired(pool: Pool): Promise<Purged> {
  const { rows } = await pool.query<Purged>(STATEMENT, [BATCH, WORKFLOW_RUN_SECONDS, DATA_FETCH_SECONDS]);
  return rows[0] ?? { secrets: 0, workflowRuns: 0, notices: 0, dataFetches: 0 };
}
