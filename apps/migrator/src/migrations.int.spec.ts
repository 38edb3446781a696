import { describe, expect, it } from '@jest/globals';
import { migrateDown, migrateUp, type Migration } from '@casewire/database';
import { useDatabase } from '@casewire/testing/fixtures';
import { allMigrations } from './all-migrations.ts';

const database = useDatabase({ per: 'test', migrated: false, poolSize: 1 });
const { pool } = database;

const schemas = "'subscriptions', 'ingestion', 'history', 'matching', 'audit', 'gateway', 'inspector'";

interface Column {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Everything that migrations make: columns, indexes and constraints, as text. */
async function describeSchema(): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(`
    SELECT format('%s.%s.%s %s %s %s', table_schema, table_name, column_name, data_type, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema IN (${schemas})
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN (${schemas})
    UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(c.oid)) FROM pg_constraint c
      JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname IN (${schemas})
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspname IN (${schemas})`);
  return rows.map(({ line }) => line).toSorted();
}

/** Values by name of the column, where the type alone does not say what fits. */
const samples: Readonly<Record<string, string>> = {
  tenant_id: `'sample'`,
  webhook_id: `'00000000-0000-7000-8000-000000000000'`,
  environment: `'sandbox'`,
  level: `'customer'`,
  status: `'active'`,
  backlog: `'send'`,
  kind: `'pause'`,
};

/** Values by type. */
const values: Readonly<Record<string, string>> = {
  text: `'sample'`,
  uuid: `'00000000-0000-7000-8000-000000000000'`,
  bytea: `'\\x00'`,
  jsonb: `'{}'`,
  json: `'{}'`,
  boolean: 'true',
  ARRAY: `'{}'`,
  'timestamp with time zone': 'now()',
};

/** Puts one row into every table, those that others refer to first. */
async function fillEveryTable(): Promise<string[]> {
  const { rows: partitioned } = await pool.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'p' AND n.nspname IN (${schemas})`,
  );
  // In a schema of their own, so that what migrations make can be told from them.
  await pool.query('CREATE SCHEMA samples');
  for (const { name } of partitioned) {
    await pool.query(`CREATE TABLE samples.${name.replace('.', '_')} PARTITION OF ${name} DEFAULT`);
  }
  const { rows: columns } = await pool.query<Column>(
    `SELECT table_schema AS schema, table_name AS "table", column_name AS column, data_type AS type
     FROM information_schema.columns
     WHERE table_schema IN (${schemas}) AND is_nullable = 'NO' AND is_identity = 'NO'
       AND column_default IS NULL`,
  );
  const tables = Map.groupBy(columns, ({ schema, table }) => `${schema}.${table}`);
  const waiting = new Set(tables.keys());
  while (waiting.size > 0) {
    const before = waiting.size;
    const refusals: string[] = [];
    for (const table of waiting) {
      const refusal = await insertSample(table, tables.get(table) ?? []);
      if (refusal === undefined) waiting.delete(table);
      else refusals.push(refusal);
    }
    if (waiting.size === before) throw new Error(`no sample row fits: ${refusals.join('; ')}`);
  }
  return [...tables.keys()];
}

/** Why the row was refused: perhaps what it refers to is not there yet. */
async function insertSample(table: string, columns: readonly Column[]): Promise<string | undefined> {
  const names = columns.map(({ column }) => `"${column}"`).join(', ');
  const row = columns.map(({ table: of, column, type }) =>
    of === 'tenants' && column === 'id' ? `'sample'` : (samples[column] ?? values[type] ?? '1'),
  );
  try {
    await pool.query(`INSERT INTO ${table} (${names}) VALUES (${row.join(', ')})`);
    return undefined;
  } catch (error) {
    return `${table}: ${String(error)}`;
  }
}

describe('migrations', () => {
  it('go up, down one by one, each taking back exactly what it made, and up again, with a row in every table', async () => {
    const steps: string[][] = [await describeSchema()];
    for (let count = 1; count <= allMigrations.length; count++) {
      await migrateUp(database.url, allMigrations.toSorted(byName).slice(0, count));
      steps.push(await describeSchema());
    }
    const filled = await fillEveryTable();
    for (const table of filled) {
      const { rows } = await pool.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
      expect([table, rows[0]?.count]).toEqual([table, '1']);
    }
    for (let left = allMigrations.length - 1; left >= 0; left--) {
      await migrateDown(database.url, allMigrations, 1);
      expect(await describeSchema()).toEqual(steps[left]);
    }
    await migrateUp(database.url, allMigrations);
    expect(await describeSchema()).toEqual(steps.at(-1));
  });

  it('change nothing the second time', async () => {
    expect(await migrateUp(database.url, allMigrations)).toHaveLength(allMigrations.length);
    expect(await migrateUp(database.url, allMigrations)).toEqual([]);
  });

  it('give rejected events that are there the attributes of their headers that an attribute may be', async () => {
    const isEarlier = ({ name }: Migration) => name < '0430';
    await migrateUp(database.url, allMigrations.filter(isEarlier));
    const rejected = [
      { ce_id: 'e-1', ce_type: 'claim.paid', ce_workflowruntimeid: 'run-1', ce_correlationid: 'trace-1' },
      { ce_id: '€'.repeat(1_000), ce_type: 'a\u0085b', ce_subject: 'case-2', ce_correlationid: '' },
      { 'content-type': 'application/cloudevents+json' },
      [],
      null,
    ];
    for (const [offset, headers] of rejected.entries()) {
      await pool.query(
        `INSERT INTO ingestion.rejected_events
           (id, reason, path, message, topic, partition, "offset", headers, value, truncated, rejected_at)
         VALUES (gen_random_uuid(), 'empty', '', '', 't', 0, $1, $2, '', false, now())`,
        [offset, JSON.stringify(headers)],
      );
    }
    await migrateUp(database.url, allMigrations);
    const { rows } = await pool.query({
      text: `SELECT event_id, type, subject, runtime_id, correlation_id FROM ingestion.rejected_events ORDER BY "offset"`,
      rowMode: 'array',
    });
    expect(rows).toEqual([
      ['e-1', 'claim.paid', 'run-1', 'run-1', 'trace-1'],
      [null, null, 'case-2', null, null],
      ...Array.from({ length: 3 }, () => [null, null, null, null, null]),
    ]);
  });
});

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
