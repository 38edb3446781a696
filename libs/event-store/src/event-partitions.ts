import {
  createPartitions,
  dropOldPartitions,
  dropPartition,
  ensurePartitionsAround,
  type DayPartitionedTable,
  type Pool,
  type Queryable,
} from '@casewire/database';

/** Weeks before the current one in which a claim is still looked for: 30 days and the rest of a week. */
export const CLAIM_WEEKS_KEPT = 5;

const WEEK_MS = 7 * 86_400_000;

const eventsTable: DayPartitionedTable = { table: 'ingestion.events', key: 'uuid7' };

/**
 * Makes the partitions that the coming days need, and drops events older than `retentionDays` and claims older than 30
 * days and the rest of a week. Several processes may call it at once.
 * @returns false if a table was too busy to drop all of them: try again later
 */
export async function maintainEventPartitions(
  pool: Pool,
  now: Date,
  retentionDays: number,
): Promise<boolean> {
  await ensureEventPartitions(pool, now);
  const weeksDropped = await dropClaimWeeks(pool, weekOf(now) - CLAIM_WEEKS_KEPT);
  return (await dropOldPartitions(pool, eventsTable, now, retentionDays)) && weeksDropped;
}

/** Makes the partitions that events accepted around an instant need, and their claims. */
export async function ensureEventPartitions(client: Queryable, at: Date): Promise<void> {
  await ensurePartitionsAround(client, eventsTable, at);
  const week = weekOf(at);
  const known = new Set(await listClaimWeeks(client));
  const missing = [week - 1, week, week + 1].filter((each) => !known.has(each));
  await createPartitions(
    client,
    missing.map((each) => ({
      table: 'ingestion.claims',
      name: claimWeekTable(each),
      from: String(each),
      to: String(each + 1),
    })),
  );
}

async function dropClaimWeeks(pool: Pool, before: number): Promise<boolean> {
  for (const week of await listClaimWeeks(pool)) {
    if (week < before && !(await dropPartition(pool, claimWeekTable(week)))) return false;
  }
  return true;
}

async function listClaimWeeks(client: Queryable): Promise<number[]> {
  const { rows } = await client.query<{ week: number }>(
    `SELECT substring(c.relname FROM '[0-9]+$')::int AS week
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'ingestion.claims'::regclass`,
  );
  return rows.map(({ week }) => week);
}

function claimWeekTable(week: number): string {
  return `ingestion.claims_w${week}`;
}

/** Weeks since the epoch. */
function weekOf(at: Date): number {
  return Math.floor(at.getTime() / WEEK_MS);
}
