import type { Pool } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';

/** Entries that one statement deletes at most, so that no transaction is long. */
const BATCH = 1_000;

const DAY_MS = 86_400_000;

/**
 * Deletes entries that are older than their retention. Several processes may call it at once.
 * @param retentionDays at least 30: the database lets younger entries not be deleted
 */
export async function purgeEntries(pool: Pool, retentionDays: number): Promise<void> {
  const end = lowestIdAt(Date.now() - retentionDays * DAY_MS);
  let deleted: number | null;
  do {
    ({ rowCount: deleted } = await pool.query(
      `DELETE FROM audit.entries
        WHERE id = ANY (ARRAY(
          SELECT id FROM audit.entries WHERE id < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [end, BATCH],
    ));
  } while (deleted === BATCH);
}
