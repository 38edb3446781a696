import type { Pool } from '@casewire/database';
import { deleteRejectedEvents, maintainEventPartitions } from '@casewire/event-store';
import { purgeIdempotencyKeys } from '@casewire/idempotency';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Pause after a round that found a table too busy to drop a partition of it. */
const BUSY_MS = 60_000;

/** Rejected events that one statement deletes at most. */
const DELETE_LIMIT = 5_000;

export interface EventRetention {
  readonly eventDays: number;
  readonly rejectedDays: number;
}

/**
 * Makes the partitions of the coming days, and deletes rows past their retention.
 * @returns milliseconds until the next round
 */
export async function runMaintenanceRound(
  pool: Pool,
  { eventDays, rejectedDays }: EventRetention,
): Promise<number> {
  const now = new Date();
  const isComplete = await maintainEventPartitions(pool, now, eventDays);
  await purgeIdempotencyKeys(pool, 'ingestion');
  const before = new Date(now.getTime() - rejectedDays * DAY_MS);
  while ((await deleteRejectedEvents(pool, before, DELETE_LIMIT)) === DELETE_LIMIT);
  return isComplete ? HOUR_MS : BUSY_MS;
}
