import type { Pool } from '@casewire/database';
import type { NotedOffsets } from './cuts.ts';

/** How far history had read before the ledger was restored: offsets by topic. */
export type RestoreMarks = Readonly<Record<string, NotedOffsets>>;

/**
 * Notes that the ledger was restored from a backup: rows that are added from now on may have had another `seq` before.
 * @returns false while an earlier restore is unfinished
 */
export async function beginRestore(pool: Pool, marks: RestoreMarks): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO history.restores (marks, first_seq)
     SELECT $1::jsonb, CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM history.invocation_seq
         ON CONFLICT DO NOTHING`,
    [JSON.stringify(marks)],
  );
  return rowCount === 1;
}

/**
 * Notes that the ledger has read the records again that the backup lacked. Webhooks that the backup lacks are not on hold:
 * what their holds have kept comes up, and ends. Does nothing without an unfinished restore.
 */
export async function endRestore(pool: Pool): Promise<void> {
  await pool.query(
    `WITH ended AS (
       UPDATE history.restores SET last_seq = (SELECT last_value FROM history.invocation_seq) WHERE last_seq IS NULL
       RETURNING 1
     ), unknown AS (
       DELETE FROM history.webhook_state s
        WHERE EXISTS (SELECT FROM ended)
          AND NOT EXISTS (SELECT FROM subscriptions.webhooks w WHERE w.id::text = s.webhook_id)
       RETURNING webhook_id
     )
     INSERT INTO history.ended_holds (webhook_id, held_by, backlog, accepted_before)
     SELECT DISTINCT webhook_id, held_by, 'send', now() FROM history.held JOIN unknown USING (webhook_id)
      WHERE NOT is_freed
         ON CONFLICT DO NOTHING`,
  );
}

/** The marks of the unfinished restore; undefined if there is none. */
export async function findUnfinishedRestore(pool: Pool): Promise<RestoreMarks | undefined> {
  const { rows } = await pool.query<{ marks: RestoreMarks }>(
    'SELECT marks FROM history.restores WHERE last_seq IS NULL',
  );
  return rows[0]?.marks;
}
