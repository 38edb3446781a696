import {
  dropDayPartition,
  ensureDayPartitions,
  listDayPartitions,
  type DayPartition,
  type DayPartitionedTable,
  type Pool,
} from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';

const DAY_MS = 86_400_000;

/** Days for which partitions are made ahead, today included. */
const DAYS_AHEAD = 4;

/** Leaves room in each page for the outcomes of its rows, so that no index has to be touched for them. */
const INVOCATIONS_FILLFACTOR = 50;

const tables: readonly DayPartitionedTable[] = [
  { table: 'history.invocations', key: 'uuid7', fillfactor: INVOCATIONS_FILLFACTOR },
  { table: 'history.attempts', key: 'uuid7' },
];

/** Makes the partitions around an instant: the day before (records under way at midnight) and the days to come. */
export async function ensureLedgerPartitions(pool: Pool, at: number): Promise<void> {
  await ensureDays(pool, at - DAY_MS, DAYS_AHEAD + 1);
}

/** Makes the partitions that invocations with these ids belong to. */
export async function ensurePartitionsOf(pool: Pool, ids: readonly string[]): Promise<void> {
  const days = new Set(ids.map((id) => Math.floor(uuidTimestampMs(id) / DAY_MS)));
  for (const day of days) await ensureDays(pool, day * DAY_MS, 1);
}

/** Days that the ledger holds, oldest first. */
export async function listLedgerDays(pool: Pool): Promise<Date[]> {
  const partitions = await listDayPartitions(pool, 'history.invocations');
  return partitions.map(({ day }) => day);
}

/** Removes a day with its invocations and their attempts. */
export async function dropLedgerDay(pool: Pool, day: Date): Promise<void> {
  for (const { table } of tables) {
    for (const partition of await listDayPartitions(pool, table)) {
      if (isSameDay(partition, day)) await dropDayPartition(pool, partition);
    }
  }
}

async function ensureDays(pool: Pool, from: number, days: number): Promise<void> {
  for (const table of tables) await ensureDayPartitions(pool, { ...table, from: new Date(from), days });
}

function isSameDay(partition: DayPartition, day: Date): boolean {
  return partition.day.getTime() === day.getTime();
}
