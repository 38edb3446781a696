import type { Pool } from '@casewire/database';
import { deleteOldRuns, dropOldStateChanges, ensureRunPartitions } from '@casewire/run-store';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Pause after a round that found a table too busy to drop a partition of it. */
const BUSY_MS = 60_000;

/** Runs that one statement deletes at most. */
const DELETE_LIMIT = 5_000;

export interface RunRetention {
  /** How long events are kept, and with them the decisions about them. */
  readonly eventDays: number;
  readonly runDays: number;
}

/**
 * Makes the partitions of the coming days, and deletes rows past their retention.
 * @returns milliseconds until the next round
 */
export async function runMaintenanceRound(pool: Pool, { eventDays, runDays }: RunRetention): Promise<number> {
  const now = new Date();
  await ensureRunPartitions(pool, now);
  const isComplete = await dropOldStateChanges(pool, now, eventDays);
  const before = new Date(now.getTime() - runDays * DAY_MS);
  while ((await deleteOldRuns(pool, before, DELETE_LIMIT)) === DELETE_LIMIT);
  return isComplete ? HOUR_MS : BUSY_MS;
}
