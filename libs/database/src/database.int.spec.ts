import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { useDatabase } from '@casewire/testing/fixtures';
import { isTransientDatabaseError } from './database-error.ts';
import { ensureDayPartitions, listDayPartitions } from './day-partitions.ts';
import { dropPartition } from './partition.ts';
import { migrateDown, migrateUp, type Migration } from './migrations.ts';
import { createPool, inTransaction, isReachable } from './index.ts';

const database = useDatabase({ migrated: false });
const { pool } = database;

describe('inTransaction', () => {
  beforeEach(() => pool.query('CREATE TABLE IF NOT EXISTS note (text text PRIMARY KEY)'));
  afterEach(() => pool.query('DROP TABLE note'));

  async function notes(): Promise<string[]> {
    const { rows } = await pool.query<{ text: string }>('SELECT text FROM note ORDER BY text');
    return rows.map(({ text }) => text);
  }

  it('commits when its work resolves, and rolls back when it rejects', async () => {
    await inTransaction(pool, (client) => client.query(`INSERT INTO note VALUES ('kept')`));
    const failing = inTransaction(pool, async (client) => {
      await client.query(`INSERT INTO note VALUES ('lost')`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await notes()).toEqual(['kept']);
  });

  it('survives a connection that the server ends, and calls the fault transient', async () => {
    const severed = inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await client.query(`INSERT INTO note VALUES ('lost')`);
    });
    const fault: unknown = await severed.catch((error: unknown) => error);
    expect(isTransientDatabaseError(fault)).toBe(true);
    expect(await isReachable(pool)).toBe(true);
    expect(await notes()).toEqual([]);
  });
});

describe('a pool', () => {
  it('does not read from a server that recovers, and calls that transient', async () => {
    await pool.query(`CREATE SCHEMA recovering;
      CREATE FUNCTION recovering.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true'`);
    const url = `${database.url}?options=${encodeURIComponent('-c search_path=recovering,pg_catalog')}`;
    const recovering = createPool({ url, applicationName: 'spec' });
    try {
      const fault: unknown = await isReachable(recovering).catch((error: unknown) => error);
      expect(isTransientDatabaseError(fault)).toBe(true);
      expect(recovering.totalCount).toBe(0);
    } finally {
      await recovering.end();
    }
    expect(await isReachable(pool)).toBe(true);
  });
});

describe('migrations', () => {
  const migrations: Migration[] = [
    { name: '0200-second', up: 'ALTER TABLE first ADD second int', down: 'ALTER TABLE first DROP second' },
    {
      name: '0100-first',
      up: 'CREATE TABLE first (id int); INSERT INTO first VALUES (1)',
      down: 'DROP TABLE first',
    },
  ];

  it('go up in the order of their numbers and down again, each once', async () => {
    expect(await migrateUp(database.url, migrations)).toEqual(['0100-first', '0200-second']);
    expect(await migrateUp(database.url, migrations)).toEqual([]);
    expect(await migrateDown(database.url, migrations, 1)).toEqual(['0200-second']);
    expect(await migrateUp(database.url, migrations)).toEqual(['0200-second']);
    expect(await migrateDown(database.url, migrations)).toEqual(['0200-second', '0100-first']);
    expect(await migrateDown(database.url, migrations)).toEqual([]);
  });

  it('run once however many processes start at the same time', async () => {
    const results = await Promise.all([1, 2, 3].map(() => migrateUp(database.url, migrations)));
    expect(results.flat()).toEqual(['0100-first', '0200-second']);
    await migrateDown(database.url, migrations);
  });

  it('leave nothing of a step that fails half way', async () => {
    const failing = {
      name: '0300-third',
      up: 'CREATE TABLE third (); SELECT 1 / 0',
      down: 'DROP TABLE third',
    };
    await expect(migrateUp(database.url, [...migrations, failing])).rejects.toThrow('division by zero');
    const { rows } = await pool.query(`SELECT to_regclass('first') AS first, to_regclass('third') AS third`);
    expect(rows).toEqual([{ first: 'first', third: null }]);
    await migrateDown(database.url, migrations);
  });

  it('refuse a name without its number', async () => {
    await expect(migrateUp(database.url, [{ name: 'first', up: '', down: '' }])).rejects.toThrow(
      'migration "first" must start with four digits',
    );
  });
});

describe('day partitions', () => {
  const day = new Date('2026-11-21T13:00:00Z');
  const invocations = { table: 'parted.invocations', key: 'uuid7' } as const;

  beforeEach(() =>
    pool.query(`CREATE SCHEMA parted;
      CREATE TABLE parted.invocations (
        id uuid PRIMARY KEY, size int NOT NULL DEFAULT 3 CHECK (size > 0), twice int GENERATED ALWAYS AS (size * 2) STORED
      ) PARTITION BY RANGE (id);
      CREATE INDEX ON parted.invocations (size);
      CREATE TABLE parted.events (at timestamptz NOT NULL) PARTITION BY RANGE (at);`),
  );
  afterEach(() => pool.query('DROP SCHEMA parted CASCADE'));

  async function partitionOf(id: string): Promise<unknown> {
    const { rows } = await pool.query(
      'INSERT INTO parted.invocations (id) VALUES ($1) RETURNING tableoid::regclass::text AS name, size, twice',
      [id],
    );
    return rows[0];
  }

  it('hold the ids of their day, from its first millisecond to its last', async () => {
    await ensureDayPartitions(pool, { ...invocations, from: day, days: 2 });
    const first = Date.parse('2026-11-21T00:00:00Z').toString(16).padStart(12, '0');
    const last = (Date.parse('2026-11-22T00:00:00Z') - 1).toString(16).padStart(12, '0');
    const next = Date.parse('2026-11-22T00:00:00Z').toString(16).padStart(12, '0');
    const row = { size: 3, twice: 6 };
    expect(await partitionOf(`${first}70008000000000000000`)).toEqual({
      ...row,
      name: 'parted.invocations_p20261121',
    });
    expect(await partitionOf(`${last}7fffbfffffffffffffff`)).toEqual({
      ...row,
      name: 'parted.invocations_p20261121',
    });
    expect(await partitionOf(`${next}70008000000000000000`)).toEqual({
      ...row,
      name: 'parted.invocations_p20261122',
    });
  });

  it('are made by instant too', async () => {
    await ensureDayPartitions(pool, { table: 'parted.events', key: 'timestamptz', from: day, days: 1 });
    await pool.query(`INSERT INTO parted.events VALUES ('2026-11-21T23:59:59.999999Z')`);
    await expect(pool.query(`INSERT INTO parted.events VALUES ('2026-11-22T00:00:00Z')`)).rejects.toThrow(
      'no partition',
    );
  });

  it('are made once, by however many callers at a time', async () => {
    await Promise.all(
      [1, 2, 3, 4].map(() => ensureDayPartitions(pool, { ...invocations, from: day, days: 3 })),
    );
    await ensureDayPartitions(pool, { ...invocations, from: day, days: 4 });
    expect((await listDayPartitions(pool, invocations.table)).map(({ day: of }) => of.toISOString())).toEqual(
      [
        '2026-11-21T00:00:00.000Z',
        '2026-11-22T00:00:00.000Z',
        '2026-11-23T00:00:00.000Z',
        '2026-11-24T00:00:00.000Z',
      ],
    );
  });

  it('can be made while another transaction is writing to the table', async () => {
    await ensureDayPartitions(pool, { table: 'parted.events', key: 'timestamptz', from: day, days: 1 });
    await inTransaction(pool, async (client) => {
      await client.query(`INSERT INTO parted.events VALUES ('2026-11-21T12:00:00Z')`);
      await ensureDayPartitions(pool, { table: 'parted.events', key: 'timestamptz', from: day, days: 2 });
    });
    expect(await listDayPartitions(pool, 'parted.events')).toHaveLength(2);
  });

  it('are dropped with their rows', async () => {
    await ensureDayPartitions(pool, { ...invocations, from: day, days: 2 });
    const [oldest] = await listDayPartitions(pool, invocations.table);
    if (oldest === undefined) throw new Error('no partition');
    expect(await dropPartition(pool, oldest.name)).toBe(true);
    expect((await listDayPartitions(pool, invocations.table)).map(({ name }) => name)).toEqual([
      'parted.invocations_p20261122',
    ]);
  });

  it('are made and given up on while a long reader holds the table, and nobody else waits for that', async () => {
    await ensureDayPartitions(pool, { table: 'parted.events', key: 'timestamptz', from: day, days: 1 });
    const write = () => pool.query(`INSERT INTO parted.events VALUES ('2026-11-21T12:00:00Z')`);
    await inTransaction(pool, async (reader) => {
      await reader.query('SELECT count(*) FROM parted.events');
      await ensureDayPartitions(pool, { table: 'parted.events', key: 'timestamptz', from: day, days: 3 });
      // None of these could end before the reader does, if it waited for the reader.
      const [dropped] = await Promise.all([
        dropPartition(pool, 'parted.events_p20261122'),
        ...Array.from({ length: 5 }, write),
      ]);
      expect(dropped).toBe(false);
    });
    expect(await dropPartition(pool, 'parted.events_p20261122')).toBe(true);
  });

  it('leave the transaction that makes them the lock timeout that it had', async () => {
    await inTransaction(pool, async (client) => {
      await ensureDayPartitions(client, { table: 'parted.events', key: 'timestamptz', from: day, days: 1 });
      const { rows } = await client.query('SHOW lock_timeout');
      expect(rows).toEqual([{ lock_timeout: '0' }]);
    });
  });

  it('refuse a table name that is not plain', async () => {
    await expect(listDayPartitions(pool, 'parted.events; DROP TABLE x')).rejects.toThrow(TypeError);
  });
});
