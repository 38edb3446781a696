import type { Pool } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { applyFact } from './apply/apply.ts';
import { deleteFailedBelow } from './sql/failed.ts';
import { deleteHeldBelow } from './sql/held.ts';
import { selectOpenBetween } from './sql/open-invocations.ts';
import { dropLedgerDay, listLedgerDays, saveRetainedFrom } from './sql/partitions.ts';
import { deleteReleasedBelow } from './sql/released.ts';

const DAY_MS = 86_400_000;

/** Rows of one transaction. */
const BATCH = 500;

/** The result of `removeOldDays`. */
export interface RemovedDays {
  readonly removed: readonly Date[];
  /** False if a table was too busy to drop a day's partition. */
  readonly isComplete: boolean;
}

/**
 * Removes whole days of invocations that were accepted before an instant. Invocations that have not ended are ended as
 * `failed: expired` first, so that those behind them in their slots move on.
 * @param before milliseconds since the epoch
 * @returns the days removed, and whether a busy table has kept others for the next try
 */
export async function removeOldDays(pool: Pool, before: number): Promise<RemovedDays> {
  const days = await listLedgerDays(pool);
  const old = days.filter((day) => day.getTime() + DAY_MS <= before);
  const removed: Date[] = [];
  for (const day of old) {
    await expireUnfinished(pool, day.getTime());
    await saveRetainedFrom(pool, day.getTime() + DAY_MS);
    if (await dropLedgerDay(pool, day)) removed.push(day);
  }
  // An invocation that was released again after its end left a row here, also if the process died before this statement.
  const oldest = lowestIdAt(Math.floor(before / DAY_MS) * DAY_MS);
  await deleteReleasedBelow(pool, oldest);
  await deleteHeldBelow(pool, oldest);
  await deleteFailedBelow(pool, oldest);
  return { removed, isComplete: removed.length === old.length };
}

async function expireUnfinished(pool: Pool, day: number): Promise<void> {
  for (;;) {
    const open = await selectOpenBetween(pool, lowestIdAt(day), lowestIdAt(day + DAY_MS), BATCH);
    const changed = await applyFact(pool, open, () => ({ kind: 'expired' }));
    if (open.length < BATCH || changed.length === 0) return;
  }
}
