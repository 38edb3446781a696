import type { Pool } from '@casewire/database';

/** A restore that was noticed; `lastSeq` is null until everything that was lost has been applied again. */
export interface Restore {
  readonly firstSeq: bigint;
  readonly lastSeq: bigint | null;
}

/** Notes that the ledger was restored from a backup: rows from here on may have had another `seq` before. */
export async function beginRestore(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO history.restores (first_seq)
     SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM history.invocation_seq
      WHERE NOT EXISTS (SELECT 1 FROM history.restores WHERE last_seq IS NULL)`,
  );
}

/** Notes that everything is applied again; without an unfinished restore nothing happens. */
export async function endRestore(pool: Pool): Promise<void> {
  await pool.query(
    `UPDATE history.restores SET last_seq = (SELECT last_value FROM history.invocation_seq) WHERE last_seq IS NULL`,
  );
}

/** The restore that is not finished yet. */
export async function findUnfinishedRestore(pool: Pool): Promise<Restore | undefined> {
  const { rows } = await pool.query<{ first_seq: string }>(
    'SELECT first_seq FROM history.restores WHERE last_seq IS NULL',
  );
  return rows[0] && { firstSeq: BigInt(rows[0].first_seq), lastSeq: null };
}
