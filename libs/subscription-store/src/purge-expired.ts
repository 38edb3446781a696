import type { Pool } from '@casewire/database';

/** Rows of a table that one call deletes at most, so that no transaction is long. */
const BATCH = 1_000;

/** How long a repeated run request is answered with the first one's answer: a week. */
const WORKFLOW_RUN_SECONDS = 7 * 24 * 60 * 60;

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
  )
  SELECT (SELECT count(*) FROM old_webhook_secrets)::int
           + (SELECT count(*) FROM old_signing_secrets)::int AS secrets,
         (SELECT count(*) FROM old_runs)::int AS "workflowRuns"`;

export interface Purged {
  readonly secrets: number;
  readonly workflowRuns: number;
}

/**
 * Destroys secrets whose rotation overlap is over and answers that no repeated request can ask for any more.
 * Bounded: call it again while it still finds something. Safe from several processes at once.
 */
export async function purgeExpired(pool: Pool): Promise<Purged> {
  const { rows } = await pool.query<Purged>(STATEMENT, [BATCH, WORKFLOW_RUN_SECONDS]);
  return rows[0] ?? { secrets: 0, workflowRuns: 0 };
}
