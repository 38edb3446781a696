import type { Pool } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { applyToLedger } from '../apply/apply-to-ledger.ts';
import { instant } from '../statements/instant.ts';
import { dropLedgerDay, listLedgerDays } from './partitions.ts';

const DAY_MS = 86_400_000;
const BATCH = 500;

/**
 * Removes whole days of invocations that were accepted before an instant. What had not ended yet ends as
 * `failed: expired` first, so that whoever waits in a slot behind it moves on.
 * @param before milliseconds since the epoch
 * @returns the days removed
 */
export async function removeOldDays(pool: Pool, before: number): Promise<Date[]> {
  const days = await listLedgerDays(pool);
  const old = days.filter((day) => day.getTime() + DAY_MS <= before);
  for (const day of old) {
    await expireUnfinished(pool, day.getTime());
    await saveRetainedFrom(pool, day.getTime() + DAY_MS);
    await dropLedgerDay(pool, day);
  }
  // What was released again since it was ended, however long ago a process died before it came to this.
  const firstKept = lowestIdAt(Math.floor(before / DAY_MS) * DAY_MS);
  await pool.query('DELETE FROM history.released WHERE invocation_id < $1', [firstKept]);
  return old;
}

/** Invocations accepted before this instant were removed; undefined if none was yet. */
export async function retainedFrom(pool: Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ retained_from: Date }>('SELECT retained_from FROM history.retention');
  return rows[0]?.retained_from.getTime();
}

async function saveRetainedFrom(pool: Pool, at: number): Promise<void> {
  await pool.query(
    `INSERT INTO history.retention (retained_from) VALUES ($1)
     ON CONFLICT (is_only) DO UPDATE SET retained_from = greatest(retention.retained_from, excluded.retained_from)`,
    [instant(at)],
  );
}

async function expireUnfinished(pool: Pool, day: number): Promise<void> {
  for (;;) {
    // A part for each place where open rows are found quickly.
    const { rows } = await pool.query<{ id: string }>(
      `SELECT invocation_id AS id FROM history.released WHERE invocation_id >= $1 AND invocation_id < $2
       UNION ALL
       SELECT id FROM history.invocations WHERE id >= $1 AND id < $2 AND due_at IS NOT NULL
       UNION ALL
       SELECT id FROM history.invocations WHERE id >= $1 AND id < $2 AND claimed_until IS NOT NULL
       UNION ALL
       SELECT invocation_id FROM history.slot_waiters WHERE invocation_id >= $1 AND invocation_id < $2
       LIMIT $3`,
      [lowestIdAt(day), lowestIdAt(day + DAY_MS), BATCH],
    );
    const applied = await applyToLedger(
      pool,
      rows.map(({ id }) => ({ id, facts: [{ kind: 'expired' }] })),
    );
    const isProgress = applied.some(({ locked, state }) => locked?.state !== state);
    if (rows.length < BATCH || !isProgress) return;
  }
}
