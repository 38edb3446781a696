import { inTransaction, type Pool } from '@casewire/database';

/** A run whose command is not on Kafka yet. */
export interface WaitingRun {
  readonly id: string;
  readonly command: Buffer;
}

/** Pause behind the first try that failed; it doubles with each further one, up to the longest. */
const FIRST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60;

/** How many doublings reach the longest pause. Further failures are not counted. */
const MAX_DOUBLINGS = Math.ceil(Math.log2(LONGEST_PAUSE_SECONDS / FIRST_PAUSE_SECONDS));

/** Asked every second, by a service at rest too: one round trip instead of a transaction's three. */
const IS_ANY_DUE = {
  name: 'is-any-run-due',
  text: `SELECT 1 FROM subscriptions.workflow_runs WHERE command IS NOT NULL AND next_try_at <= now() LIMIT 1`,
};

const SELECT = `
  SELECT id, command
    FROM subscriptions.workflow_runs
   WHERE command IS NOT NULL AND next_try_at <= now()
   ORDER BY next_try_at, requested_at
   LIMIT $1
     FOR UPDATE SKIP LOCKED`;

const MARK_SENT = `
  UPDATE subscriptions.workflow_runs
     SET command = NULL
   WHERE id = ANY ($1::uuid[])`;

const POSTPONE = `
  UPDATE subscriptions.workflow_runs
     SET failures = least(failures + 1, $2),
         next_try_at = now() + make_interval(secs => least($3 * 2 ^ failures, $4))
   WHERE id = ANY ($1::uuid[])`;

/**
 * Sends the commands that are due, the longest overdue first, and deletes those that were acknowledged. If the process
 * dies in between, another process sends them again: a command is sent at least once. A command that failed is tried
 * again after a pause of its own, and holds up no other. Several processes may do this at once; they take different
 * runs.
 * @param send answers the ids of the runs whose commands were acknowledged
 * @returns commands that were due, `limit` at most
 */
export async function sendWaitingRuns(
  pool: Pool,
  limit: number,
  send: (runs: readonly WaitingRun[]) => Promise<readonly string[]>,
): Promise<number> {
  if ((await pool.query(IS_ANY_DUE)).rowCount === 0) return 0;
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<WaitingRun>(SELECT, [limit]);
    if (rows.length === 0) return 0;
    const sent = new Set(await send(rows));
    const failed = rows.flatMap(({ id }) => (sent.has(id) ? [] : [id]));
    await client.query(MARK_SENT, [[...sent]]);
    await client.query(POSTPONE, [failed, MAX_DOUBLINGS, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS]);
    return rows.length;
  });
}
