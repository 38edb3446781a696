import {
  daysOf,
  dropDayPartition,
  ensureDayPartitions,
  ensurePartitionsAround,
  listDayPartitions,
  type DayPartition,
  type DayPartitionedTable,
  type Pool,
} from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';

/** Leaves room in each page for the outcomes of its rows, so that no index has to be touched for them. */
const INVOCATIONS_FILLFACTOR = 50;

const tables: readonly DayPartitionedTable[] = [
  { table: 'history.invocations', key: 'uuid7', fillfactor: INVOCATIONS_FILLFACTOR },
  { table: 'history.attempts', key: 'uuid7' },
];

/** Makes the partitions that events accepted around an instant need. */
export async function ensureLedgerPartitions(pool: Pool, at: number): Promise<void> {
  for (const table of tables) await ensurePartitionsAround(pool, table, new Date(at));
}

/** Makes the partitions that invocations with these ids belong to. */
export async function ensurePartitionsOf(pool: Pool, ids: readonly string[]): Promise<void> {
  for (const from of daysOf(ids.map(uuidTimestampMs))) {
    for (const table of tables) await ensureDayPartitions(pool, { ...table, from, days: 1 });
  }
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

function isSameDay(partition: DayPartition, day: Date): boolean {
  return partition.day.getTime() === day.getTime();
}
