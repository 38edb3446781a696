import {
  DROPPED_WHOLE,
  dropDayPartition,
  ensureDayPartitions,
  isMissingPartition,
  listDayPartitions,
  type DayPartitionedTable,
  type Pool,
} from '@casewire/database';
import { CLAIM_WEEKS_KEPT } from './claim-retention.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const DAYS_AHEAD = 3;

const eventsTable: DayPartitionedTable = { table: 'ingestion.events', key: 'uuid7' };

/**
 * Makes the partitions that the coming days need and drops those whose time has passed: events after
 * `retentionDays`, claims after 30 days and the rest of a week. Safe to call from several processes.
 */
export async function maintainEventPartitions(pool: Pool, now: Date, retentionDays: number): Promise<void> {
  await ensureEventPartitions(pool, now);
  await dropClaimWeeks(pool, weekOf(now) - CLAIM_WEEKS_KEPT);
  const oldestKept = now.getTime() - (retentionDays + 1) * DAY_MS;
  for (const partition of await listDayPartitions(pool, eventsTable.table)) {
    if (partition.day.getTime() < oldestKept) await dropDayPartition(pool, partition);
  }
}

/** Makes the partitions around an instant: the day before it (records under way at midnight) and the days after. */
export async function ensureEventPartitions(pool: Pool, at: Date): Promise<void> {
  const from = new Date(at.getTime() - DAY_MS);
  await ensureDayPartitions(pool, { ...eventsTable, from, days: DAYS_AHEAD + 2 });
  const week = weekOf(at);
  for (const each of [week - 1, week, week + 1]) {
    await pool.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('claim-weeks', 0));
       CREATE TABLE IF NOT EXISTS ${claimWeekTable(each)} PARTITION OF ingestion.claims
         FOR VALUES FROM (${each}) TO (${each + 1}) WITH (${DROPPED_WHOLE});`,
    );
  }
}

/**
 * Runs a statement that adds rows, and once more after making the partitions around `at` if a row had none to go to:
 * a process that just started, or an event that waited longer than partitions were made ahead.
 */
export async function withPartitions<T>(pool: Pool, at: Date, addRows: () => Promise<T>): Promise<T> {
  try {
    return await addRows();
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
    await ensureEventPartitions(pool, at);
    return addRows();
  }
}

async function dropClaimWeeks(pool: Pool, before: number): Promise<void> {
  const { rows } = await pool.query<{ week: number }>(
    `SELECT substring(c.relname FROM '[0-9]+$')::int AS week
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'ingestion.claims'::regclass`,
  );
  for (const { week } of rows) {
    if (week < before) await pool.query(`DROP TABLE IF EXISTS ${claimWeekTable(week)}`);
  }
}

function claimWeekTable(week: number): string {
  return `ingestion.claims_w${week}`;
}

/** Weeks since the epoch. */
function weekOf(at: Date): number {
  return Math.floor(at.getTime() / WEEK_MS);
}
