import { inTransaction, type Pool } from '@casewire/database';

/** A run whose command is not on Kafka yet. */
export interface WaitingRun {
  readonly id: string;
  readonly command: Buffer;
}

const SELECT = `
  SELECT id, command
    FROM subscriptions.workflow_runs
   WHERE command IS NOT NULL
   ORDER BY requested_at
   LIMIT $1
     FOR UPDATE SKIP LOCKED`;

const MARK = `
  UPDATE subscriptions.workflow_runs
     SET command = NULL
   WHERE id = ANY ($1::uuid[])`;

/**
 * Has the commands of the oldest waiting runs sent, and forgets those that were: a process that dies in between leaves
 * them to the next one, so a command is sent at least once. Processes that do so at once take different runs.
 * @param send answers the ids of the runs whose commands were acknowledged
 * @returns what `send` answered
 */
export function sendWaitingRuns(
  pool: Pool,
  limit: number,
  send: (runs: readonly WaitingRun[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<WaitingRun>(SELECT, [limit]);
    if (rows.length === 0) return [];
    const sent = await send(rows);
    await client.query(MARK, [sent]);
    return sent;
  });
}
