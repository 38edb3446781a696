import {
  dropDayPartition,
  ensureDayPartitions,
  listDayPartitions,
  type DayPartitionedTable,
  type Pool,
} from '@casewire/database';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 3;

const stateChangesTable: DayPartitionedTable = { table: 'matching.state_changes', key: 'uuid7' };

/** Makes the partitions around an instant: the day before it (events under way at midnight) and the days after. */
export async function ensureRunPartitions(pool: Pool, at: Date): Promise<void> {
  const from = new Date(at.getTime() - DAY_MS);
  await ensureDayPartitions(pool, { ...stateChangesTable, from, days: DAYS_AHEAD + 2 });
}

/** Drops what was decided about events that are no longer kept. */
export async function dropOldStateChanges(pool: Pool, now: Date, eventRetentionDays: number): Promise<void> {
  const oldestKept = now.getTime() - (eventRetentionDays + 1) * DAY_MS;
  for (const partition of await listDayPartitions(pool, stateChangesTable.table)) {
    if (partition.day.getTime() < oldestKept) await dropDayPartition(pool, partition);
  }
}
