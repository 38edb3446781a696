import type { Pool } from '@casewire/database';

const STATEMENT = `
  DELETE FROM matching.runs
   WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM matching.runs WHERE told_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`;

/** Forgets runs that no event has told anything of since `before`, at most `limit` a call; answers how many. */
export async function deleteOldRuns(pool: Pool, before: Date, limit: number): Promise<number> {
  const { rowCount } = await pool.query(STATEMENT, [before, limit]);
  return rowCount ?? 0;
}
