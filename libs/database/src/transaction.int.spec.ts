import { countRoundTrips } from '@casewire/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { useDatabase } from '@casewire/testing/fixtures';
import { isTransientDatabaseError, sqlState } from './database-error.ts';
import { createPool, inTwoRoundTrips, isReachable, type PoolClient, type Statement } from './index.ts';

const database = useDatabase({ migrated: false, poolSize: 1 });
const { pool } = database;

beforeAll(() => pool.query('CREATE TABLE note (text text PRIMARY KEY)'));
beforeEach(() => pool.query('TRUNCATE note'));

async function notes(): Promise<string[]> {
  const { rows } = await pool.query<{ text: string }>('SELECT text FROM note ORDER BY text');
  return rows.map(({ text }) => text);
}

function insert(text: string): Statement {
  return { text: 'INSERT INTO note VALUES ($1)', values: [text] };
}

function writing(...texts: string[]) {
  return () => Promise.resolve({ result: texts.length, writes: texts.map(insert) });
}

const begin = 'BEGIN';
const lock = (client: PoolClient) => client.query('SELECT text FROM note FOR UPDATE');

describe('inTwoRoundTrips', () => {
  it('writes what it decides, and waits for the server twice', async () => {
    const roundTrips = await countRoundTrips(pool, async () => {
      expect(await inTwoRoundTrips(pool, { begin, lock, decide: writing('a', 'b') })).toBe(2);
    });
    expect(await notes()).toEqual(['a', 'b']);
    expect(roundTrips).toBe(2);
  });

  it('decides by what it has locked, and may ask for more', async () => {
    await pool.query(insert('old'));
    await inTwoRoundTrips(pool, {
      begin,
      lock,
      decide: async (client, { rows }) => {
        await client.query(insert('asked'));
        return { result: undefined, writes: [insert(`after ${JSON.stringify(rows)}`)] };
      },
    });
    expect(await notes()).toEqual(['after [{"text":"old"}]', 'asked', 'old']);
  });

  it('keeps nothing if a write fails, neither from before it nor from after it, and throws its error', async () => {
    const failing = inTwoRoundTrips(pool, { begin, lock, decide: writing('a', 'a', 'b') });
    expect(sqlState(await failing.catch((error: unknown) => error))).toBe('23505');
    expect(await notes()).toEqual([]);
  });

  it('keeps nothing if it cannot decide', async () => {
    const undecided = inTwoRoundTrips(pool, {
      begin,
      lock,
      decide: async (client) => {
        await client.query(insert('asked'));
        throw new Error('changed my mind');
      },
    });
    await expect(undecided).rejects.toThrow('changed my mind');
    expect(await notes()).toEqual([]);
  });

  it.each([
    ['BEGIN fails', 'SELECT 1 / 0'],
    ['its settings fail', 'BEGIN; SELECT 1 / 0'],
  ])('decides and writes nothing if %s', async (_, failingBegin) => {
    let decided = false;
    const failing = inTwoRoundTrips(pool, {
      begin: failingBegin,
      lock,
      decide: () => {
        decided = true;
        return writing('a')();
      },
    });
    expect(sqlState(await failing.catch((error: unknown) => error))).toBe('22012');
    expect(decided).toBe(false);
    expect(await notes()).toEqual([]);
  });

  it('survives a connection that the server ends between the locks and the writes', async () => {
    const other = createPool({ url: database.url, applicationName: 'spec', poolSize: 1 });
    const severed = inTwoRoundTrips(pool, {
      begin,
      lock: (client) => client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'),
      decide: async (_, { rows }) => {
        await other.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
        return writing('lost')();
      },
    });
    const fault: unknown = await severed.catch((error: unknown) => error);
    await other.end();
    expect(isTransientDatabaseError(fault)).toBe(true);
    expect(await isReachable(pool)).toBe(true);
    expect(await notes()).toEqual([]);
  });
});

describe('a pool that finds rows by key', () => {
  it('looks up a key in a table that was tiny when the statement was planned', async () => {
    await pool.query(insert('a'));
    await pool.query('ANALYZE note');
    const keyed = createPool({ url: database.url, applicationName: 'spec', poolSize: 1, findsByKey: true });
    const find = { name: 'find', text: 'SELECT text FROM note WHERE text = ANY ($1)' };
    await keyed.query({ ...find, values: [['a']] });
    await keyed.query('INSERT INTO note SELECT n::text FROM generate_series(1, 2000) AS n');
    const { rows } = await keyed.query(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE find('{1,2000}')`);
    const planned = await keyed.query('SELECT generic_plans, custom_plans FROM pg_prepared_statements');
    await keyed.end();
    expect(JSON.stringify(rows)).not.toContain('Seq Scan');
    expect(planned.rows).toEqual([{ generic_plans: '2', custom_plans: '0' }]);
  });
});
