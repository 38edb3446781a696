import type { Pool } from '@casewire/database';
import { applyToLedger } from '../apply/apply-to-ledger.ts';
import { NO_ID } from '../statements/id-range.ts';
import { instant } from '../statements/instant.ts';

const BATCH = 500;

/**
 * Has the events matched again of rows that were hidden before a cut began: their delivery records cannot come any more.
 * Those whose event is gone, or was matched again in vain by several cuts, are shown as failed. Only for a cut whose
 * end of `deliveries.v1` the ledger has passed.
 * @param rematch matches events again, by uid; answers those that are still kept
 * @returns how many rows were completed as failed
 */
export async function seekLostBodies(
  pool: Pool,
  begunAt: number,
  rematch: (eventUids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<number> {
  let completed = 0;
  for (let after = NO_ID; ;) {
    const { rows } = await pool.query<{ id: string; event_uid: string }>(
      `SELECT id, event_uid FROM history.invocations
        WHERE seq IS NULL AND recorded_at < $1 AND id > $2 ORDER BY id LIMIT $3`,
      [instant(begunAt), after, BATCH],
    );
    const last = rows.at(-1);
    if (last === undefined) return completed;
    const kept = await rematch([...new Set(rows.map(({ event_uid: uid }) => uid))]);
    const applied = await applyToLedger(
      pool,
      rows.map(({ id, event_uid: uid }) => ({
        id,
        facts: [{ kind: kept.has(uid) ? 'body-sought' : 'body-lost' }],
      })),
    );
    completed += applied.filter(({ state }) => state.complete && !state.hasBody).length;
    after = last.id;
  }
}
