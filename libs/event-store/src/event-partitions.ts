import {
  DROPPED_WHOLE,
  dropOldPartitions,
  ensurePartitionsAround,
  type DayPartitionedTable,
  type Pool,
} from '@casewire/database';

/** Weeks before the current one in which a claim is still looked for: 30 days and the rest of a week. */
export const CLAIM_WEEKS_KEPT = 5;

const WEEK_MS = 7 * 86_400_000;

const eventsTable: DayPartitionedTable = { table: 'ingestion.events', key: 'uuid7' };

/**
 * Makes the partitions that the coming days need, and drops events older than `retentionDays` and claims older than 30
 * days and the rest of a week. Several processes may call it at once.
 */
export async function maintainEventPartitions(pool: Pool, now: Date, retentionDays: number): Promise<void> {
  await ensureEventPartitions(pool, now);
  await dropClaimWeeks(pool, weekOf(now) - CLAIM_WEEKS_KEPT);
  await dropOldPartitions(pool, eventsTable, now, retentionDays);
}

/** Makes the partitions that events accepted around an instant need, and their claims. */
export async function ensureEventPartitions(pool: Pool, at: Date): Promise<void> {
  await ensurePartitionsAround(pool, eventsTable, at);
  const week = weekOf(at);
  for (const each of [week - 1, week, week + 1]) {
    await pool.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('claim-weeks', 0));
       CREATE TABLE IF NOT EXISTS ${claimWeekTable(each)} PARTITION OF ingestion.claims
         FOR VALUES FROM (${each}) TO (${each + 1}) WITH (${DROPPED_WHOLE});`,
    );
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
