import type { Pool } from '@casewire/database';
import type { NotedOffsets } from '../statements/cuts.ts';

/** How far history had read before the ledger was restored, by topic. */
export type RestoreMarks = Readonly<Record<string, NotedOffsets>>;

/**
 * Notes that the ledger was restored from a backup: rows from here on may have had another `seq` before. While a
 * restore is unfinished, another one adds nothing.
 */
export async function beginRestore(pool: Pool, marks: RestoreMarks): Promise<void> {
  await pool.query(
    `INSERT INTO history.restores (marks, first_seq)
     SELECT $1::jsonb, CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM history.invocation_seq
      WHERE NOT EXISTS (SELECT 1 FROM history.restores WHERE last_seq IS NULL)`,
    [JSON.stringify(marks)],
  );
}

/** Notes that everything is applied again; without an unfinished restore nothing happens. */
export async function endRestore(pool: Pool): Promise<void> {
  await pool.query(
    `UPDATE history.restores SET last_seq = (SELECT last_value FROM history.invocation_seq) WHERE last_seq IS NULL`,
  );
}

/** The marks of the restore that is not finished yet. */
export async function findUnfinishedRestore(pool: Pool): Promise<RestoreMarks | undefined> {
  const { rows } = await pool.query<{ marks: RestoreMarks }>(
    'SELECT marks FROM history.restores WHERE last_seq IS NULL',
  );
  return rows[0]?.marks;
}
