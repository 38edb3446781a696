import type { Pool, PoolClient } from 'pg';
import { sqlState } from './database-error.ts';

/** Runs statements: each in a transaction of its own, or all in the one that the client has begun. */
export type Queryable = Pool | PoolClient;

/** A partition by range, as statements name it. No part of it may come from outside. */
export interface NewPartition {
  /** `schema.table` */
  readonly table: string;
  /** `schema.partition` */
  readonly name: string;
  /** Its bounds as SQL: `FOR VALUES FROM (from) TO (to)`. */
  readonly from: string;
  readonly to: string;
  /** Percent of each page that inserts fill; the rest is for updates. Default: 100. */
  readonly fillfactor?: number;
}

/**
 * How long making or dropping a partition waits for a lock. All readers and writers of the table that come later wait
 * behind it for as long, so it gives up soon and is tried again another time.
 */
const LOCK_TIMEOUT_MS = 200;

/**
 * Storage of partitions that are filled once and dropped whole. They are dropped before their rows would have to be
 * frozen, so a vacuum for the number of inserts would read and write every page for nothing and is switched off. A
 * partition is vacuumed when its rows were replaced more than once on average, and analyzed when their number doubled.
 */
const DROPPED_WHOLE = [
  'autovacuum_vacuum_insert_threshold = -1',
  'toast.autovacuum_vacuum_insert_threshold = -1',
  'autovacuum_vacuum_scale_factor = 1',
  'autovacuum_analyze_scale_factor = 1',
].join(', ');

/**
 * Makes those partitions of one table that do not exist yet; concurrent callers take turns. Partitions are made apart
 * and then attached: that waits for no reader and no writer, and none waits for it. May run inside a transaction.
 * @throws a transient error (lock timeout) while another session changes the table itself
 */
export async function createPartitions(
  client: Queryable,
  partitions: readonly NewPartition[],
): Promise<void> {
  const [first] = partitions;
  if (first === undefined) return;
  for (const { table, name } of partitions) [table, name].forEach(assertTableName);
  // Statements sent as one text run in one transaction, which holds the lock to its end.
  await client.query(
    [
      `SELECT pg_advisory_xact_lock(hashtextextended('partitions ${first.table}', 0));`,
      withLockTimeout(partitions.map(createStatement).join('\n')),
    ].join('\n'),
  );
}

/**
 * Drops a partition with its rows.
 * @returns false if the table is too busy: try again later
 */
export async function dropPartition(client: Queryable, name: string): Promise<boolean> {
  assertTableName(name);
  try {
    await client.query(withLockTimeout(`DROP TABLE IF EXISTS ${name};`));
    return true;
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    return false;
  }
}

/** SQLSTATE of a statement that reached `lock_timeout`. */
const LOCK_NOT_AVAILABLE = '55P03';

/** In a transaction that goes on, later statements have the timeout of the session again. */
function withLockTimeout(statements: string): string {
  return `SET LOCAL lock_timeout = '${LOCK_TIMEOUT_MS}ms'; ${statements} SET LOCAL lock_timeout TO DEFAULT;`;
}

function createStatement({ table, name, from, to, fillfactor = 100 }: NewPartition): string {
  return `DO $$ BEGIN
    IF to_regclass('${name}') IS NULL THEN
      CREATE TABLE ${name} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE)
        WITH (fillfactor = ${fillfactor}, ${DROPPED_WHOLE});
      ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to});
    END IF;
  END $$;`;
}

export function assertTableName(name: string): void {
  if (!/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(name))
    throw new TypeError(`not a schema.table name: ${name}`);
}
