import pg from 'pg';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { advisoryLocks } from './advisory-locks.ts';
import { createDataSource } from './data-source.ts';

/** One reversible step of a schema. */
export interface Migration {
  /**
   * Four digits, a hyphen and a name, for instance `0100-tenants`. The digits are unique over all stores, and give the
   * order.
   */
  readonly name: string;
  /** One or more statements, run in one transaction of their own. */
  readonly up: string;
  /** Undoes exactly what `up` did, also where tables have rows by now. */
  readonly down: string;
}

const APPLICATION_NAME = 'casewire-migrations';

/**
 * Applies the migrations that are not applied yet, in the order of their names, one transaction each. Several processes
 * may call it at once: they take turns.
 * @returns names of those that were applied now
 */
export function migrateUp(url: string, migrations: readonly Migration[]): Promise<string[]> {
  return withRunner(url, migrations, async (dataSource) => {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return applied.map(({ name }) => shortName(name));
  });
}

/**
 * Undoes the last `count` migrations (default: all of them), newest first.
 * @returns their names
 */
export function migrateDown(
  url: string,
  migrations: readonly Migration[],
  count = Infinity,
): Promise<string[]> {
  return withRunner(url, migrations, async (dataSource) => {
    const taken: string[] = [];
    while (taken.length < count) {
      const last = await lastApplied(dataSource);
      if (last === undefined) break;
      await dataSource.undoLastMigration({ transaction: 'each' });
      taken.push(shortName(last));
    }
    return taken;
  });
}

type DataSource = ReturnType<typeof createDataSource>;

async function withRunner<T>(
  url: string,
  migrations: readonly Migration[],
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = createDataSource({
    url,
    applicationName: APPLICATION_NAME,
    migrations: migrations.map(toMigrationClass),
  });
  const lockHolder = new pg.Client({ connectionString: url, application_name: APPLICATION_NAME });
  await lockHolder.connect();
  try {
    await lockHolder.query('SELECT pg_advisory_lock($1)', [advisoryLocks.migrations]);
    await dataSource.initialize();
    return await work(dataSource);
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await lockHolder.end();
  }
}

/** TypeORM orders by the last 13 characters of a name, which must be a number. */
function toMigrationClass(migration: Migration): new () => MigrationInterface {
  const order = /^(\d{4})-/.exec(migration.name)?.[1];
  if (order === undefined)
    throw new Error(`migration "${migration.name}" must start with four digits and a hyphen`);
  const name = `${migration.name}-${order.padStart(ORDER_DIGITS, '0')}`;
  return class implements MigrationInterface {
    readonly name = name;
    up = (runner: QueryRunner): Promise<unknown> => runner.query(migration.up);
    down = (runner: QueryRunner): Promise<unknown> => runner.query(migration.down);
  };
}

const ORDER_DIGITS = 13;

function shortName(name: string): string {
  return name.slice(0, -(ORDER_DIGITS + 1));
}

async function lastApplied(dataSource: DataSource): Promise<string | undefined> {
  const tables: { name: string | null }[] = await dataSource.query(
    `SELECT to_regclass('casewire_migrations')::text AS name`,
  );
  if (tables[0]?.name == null) return undefined;
  const rows: { name: string }[] = await dataSource.query(
    'SELECT name FROM casewire_migrations ORDER BY id DESC LIMIT 1',
  );
  return rows[0]?.name;
}
