import {
  daysOf,
  dropDayPartition,
  ensureDayPartitions,
  ensurePartitionsAround,
  listDayPartitions,
  type DayPartitionedTable,
  type Pool,
} from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';
import { instant } from './instants.ts';

/** Leaves room in each page for new versions of its rows, so that an outcome need not touch an index. */
const INVOCATIONS_FILLFACTOR = 50;

const tables: readonly DayPartitionedTable[] = [
  { table: 'history.invocations', key: 'uuid7', fillfactor: INVOCATIONS_FILLFACTOR },
  { table: 'history.attempts', key: 'uuid7' },
];

/** Makes the partitions for events that are accepted around an instant. @param at milliseconds since the epoch */
export async function ensureLedgerPartitions(pool: Pool, at: number): Promise<void> {
  for (const table of tables) await ensurePartitionsAround(pool, table, new Date(at));
}

/** Makes the partitions to which invocations with these ids belong. */
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
      if (partition.day.getTime() === day.getTime()) await dropDayPartition(pool, partition);
    }
  }
}

/**
 * Invocations accepted before this instant were removed; undefined if none was yet.
 * @returns milliseconds since the epoch
 */
export async function retainedFrom(pool: Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ retained_from: Date }>('SELECT retained_from FROM history.retention');
  return rows[0]?.retained_from.getTime();
}

export async function saveRetainedFrom(pool: Pool, at: number): Promise<void> {
  await pool.query(
    `INSERT INTO history.retention (retained_from) VALUES ($1)
     ON CONFLICT (is_only) DO UPDATE SET retained_from = greatest(retention.retained_from, excluded.retained_from)`,
    [instant(at)],
  );
}
