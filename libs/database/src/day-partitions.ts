import { lowestIdAt } from '@casewire/events';
import type { Pool, PoolClient } from 'pg';
import { isMissingPartition } from './database-error.ts';

/** A table partitioned by range of one column, a day of UTC each. */
export interface DayPartitionedTable {
  /** `schema.table`. It is written into statements, so it must not come from outside. */
  readonly table: string;
  /** Type of the partition key: a UUIDv7 (its day is that of its timestamp) or an instant. */
  readonly key: 'uuid7' | 'timestamptz';
  /** Percent of each page that inserts fill; the rest is for updates. Default: 100. */
  readonly fillfactor?: number;
}

export interface DayPartition {
  /** `schema.table_pYYYYMMDD` */
  readonly name: string;
  /** First instant of its day, UTC. */
  readonly day: Date;
}

/**
 * Storage of partitions that are filled once and dropped whole. They are dropped before their rows would have to be
 * frozen, so a vacuum for the number of inserts would read and write every page for nothing and is switched off. A
 * partition is vacuumed when its rows were replaced more than once on average, and analyzed when their number doubled.
 */
export const DROPPED_WHOLE = [
  'autovacuum_vacuum_insert_threshold = -1',
  'toast.autovacuum_vacuum_insert_threshold = -1',
  'autovacuum_vacuum_scale_factor = 1',
  'autovacuum_analyze_scale_factor = 1',
].join(', ');

type Queryable = Pool | PoolClient;

const DAY_MS = 86_400_000;

/** Days that have partitions around an instant: the one before, its own and three to come. */
const DAYS_AROUND = 5;

/** How long dropping a partition may hold up the table's readers and writers before it gives up. */
const DROP_LOCK_TIMEOUT_MS = 2_000;

/**
 * Makes the partitions of `days` days, beginning with the day of `from` (UTC), that do not exist yet. Idempotent;
 * concurrent callers take turns. Partitions are made apart and then attached, so that the table stays readable and
 * writable meanwhile. May run inside a transaction that has already written to the table.
 */
export async function ensureDayPartitions(
  client: Queryable,
  options: DayPartitionedTable & { readonly from: Date; readonly days: number },
): Promise<void> {
  assertTableName(options.table);
  const first = startOfDay(options.from.getTime());
  const days = Array.from({ length: options.days }, (_, index) => first + index * DAY_MS);
  const known = new Set((await listDayPartitions(client, options.table)).map(({ name }) => name));
  const missing = days.filter((day) => !known.has(partitionName(options.table, day)));
  if (missing.length === 0) return;
  // Statements sent as one text run in one transaction, which holds the lock to its end.
  await client.query(
    [
      `SELECT pg_advisory_xact_lock(hashtextextended('day-partitions ${options.table}', 0));`,
      ...missing.map((day) => createStatement(options, day)),
    ].join('\n'),
  );
}

/** Makes the partitions that a table needs around an instant, also of the day before, for rows under way at midnight. */
export async function ensurePartitionsAround(
  client: Queryable,
  table: DayPartitionedTable,
  at: Date,
): Promise<void> {
  await ensureDayPartitions(client, { ...table, from: new Date(at.getTime() - DAY_MS), days: DAYS_AROUND });
}

/**
 * Adds rows. If a row has no partition to go to, makes the partitions of the rows' days and adds the rows once more:
 * the process has just started, or a row has waited for longer than partitions are made ahead.
 * @param instants of the rows, milliseconds since the epoch
 * @param ensureDay makes the partitions that rows of a day go to
 */
export async function withPartitions<T>(
  instants: readonly number[],
  ensureDay: (day: Date) => Promise<void>,
  addRows: () => Promise<T>,
): Promise<T> {
  try {
    return await addRows();
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
    for (const day of daysOf(instants)) await ensureDay(day);
    return addRows();
  }
}

/**
 * The days (UTC) that hold some instants, each once, by their first instant.
 * @param instants milliseconds since the epoch
 */
export function daysOf(instants: readonly number[]): Date[] {
  return [...new Set(instants.map(startOfDay))].map((day) => new Date(day));
}

/** Day partitions of a table, oldest first. */
export async function listDayPartitions(client: Queryable, table: string): Promise<DayPartition[]> {
  assertTableName(table);
  const { rows } = await client.query<{ name: string; digits: string }>(
    `SELECT format('%s.%s', n.nspname, c.relname) AS name, right(c.relname, 8) AS digits
       FROM pg_inherits i
       JOIN pg_class c ON c.oid = i.inhrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE i.inhparent = $1::regclass AND c.relname ~ '_p[0-9]{8}$'
      ORDER BY digits`,
    [table],
  );
  return rows.map(({ name, digits }) => ({ name, day: dayNamed(digits) }));
}

/**
 * Drops a partition with its rows.
 * @throws a transient error (lock timeout) when the table is too busy: try again later
 */
export async function dropDayPartition(client: Queryable, partition: DayPartition): Promise<void> {
  assertTableName(partition.name);
  await client.query(
    `SELECT set_config('lock_timeout', '${DROP_LOCK_TIMEOUT_MS}ms', true); DROP TABLE IF EXISTS ${partition.name};`,
  );
}

/** Drops the partitions of days that ended more than `retentionDays` days before `now`. */
export async function dropOldPartitions(
  client: Queryable,
  { table }: DayPartitionedTable,
  now: Date,
  retentionDays: number,
): Promise<void> {
  const oldestKept = now.getTime() - (retentionDays + 1) * DAY_MS;
  for (const partition of await listDayPartitions(client, table)) {
    if (partition.day.getTime() < oldestKept) await dropDayPartition(client, partition);
  }
}

function createStatement({ table, key, fillfactor = 100 }: DayPartitionedTable, day: number): string {
  const name = partitionName(table, day);
  const from = bound(key, day);
  const to = bound(key, day + DAY_MS);
  return `DO $$ BEGIN
    IF to_regclass('${name}') IS NULL THEN
      CREATE TABLE ${name} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE)
        WITH (fillfactor = ${fillfactor}, ${DROPPED_WHOLE});
      ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}');
    END IF;
  END $$;`;
}

function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

/** Lowest key of a day. */
function bound(key: DayPartitionedTable['key'], day: number): string {
  return key === 'timestamptz' ? new Date(day).toISOString() : lowestIdAt(day);
}

function partitionName(table: string, day: number): string {
  return `${table}_p${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

function dayNamed(digits: string): Date {
  return new Date(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}T00:00:00Z`);
}

function assertTableName(name: string): void {
  if (!/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(name))
    throw new TypeError(`not a schema.table name: ${name}`);
}
