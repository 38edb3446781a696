import { lowestIdAt } from '@casewire/events';
import { isMissingPartition } from './database-error.ts';
import { assertTableName, createPartitions, dropPartition, type Queryable } from './partition.ts';

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

const DAY_MS = 86_400_000;

/** Days that have partitions around an instant: the one before, its own and three to come. */
const DAYS_AROUND = 5;

/**
 * Makes the partitions of `days` days, beginning with the day of `from` (UTC), that do not exist yet. May run
 * inside a transaction that has already written to the table.
 * @throws a transient error: see `createPartitions`
 */
export async function ensureDayPartitions(
  client: Queryable,
  options: DayPartitionedTable & { readonly from: Date; readonly days: number },
): Promise<void> {
  const { table, key, fillfactor } = options;
  const first = startOfDay(options.from.getTime());
  const days = Array.from({ length: options.days }, (_, index) => first + index * DAY_MS);
  const known = new Set((await listDayPartitions(client, table)).map(({ name }) => name));
  const partitions = days.map((day) => ({
    table,
    name: partitionName(table, day),
    from: bound(key, day),
    to: bound(key, day + DAY_MS),
    ...(fillfactor !== undefined && { fillfactor }),
  }));
  await createPartitions(
    client,
    partitions.filter(({ name }) => !known.has(name)),
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
 * Drops the partitions of days that ended more than `retentionDays` days before `now`.
 * @returns false if the table was too busy for one of them: try again later
 */
export async function dropOldPartitions(
  client: Queryable,
  { table }: DayPartitionedTable,
  now: Date,
  retentionDays: number,
): Promise<boolean> {
  const oldestKept = now.getTime() - (retentionDays + 1) * DAY_MS;
  for (const { name, day } of await listDayPartitions(client, table)) {
    if (day.getTime() < oldestKept && !(await dropPartition(client, name))) return false;
  }
  return true;
}

function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

/** Lowest key of a day, as SQL. */
function bound(key: DayPartitionedTable['key'], day: number): string {
  return `'${key === 'timestamptz' ? new Date(day).toISOString() : lowestIdAt(day)}'`;
}

function partitionName(table: string, day: number): string {
  return `${table}_p${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

function dayNamed(digits: string): Date {
  return new Date(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}T00:00:00Z`);
}
