import { createPool, inTransaction, type Pool, type PoolClient } from '@casewire/database';
import { parseKeyRing } from '@casewire/key-ring';
import { createTestDatabase, type TestDatabase } from '@casewire/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { plainAnswers, sealedAnswers, type AnswerColumns } from './answer-columns.ts';
import {
  IdempotencyStore,
  purgeIdempotencyKeys,
  type IdempotencySchema,
  type Row,
  type ScopedKey,
  type Transactions,
} from './idempotency-store.ts';

const keyRing = parseKeyRing(`spec:${Buffer.alloc(32).toString('base64')}`);
const DAY_SECONDS = 86_400;

/** Every table there is, as its service uses it. */
const tables: readonly [IdempotencySchema, AnswerColumns][] = [
  ['subscriptions', sealedAnswers(keyRing)],
  ['history', plainAnswers],
  ['ingestion', plainAnswers],
];

const request: ScopedKey = { scope: 'a', key: 'key', fingerprint: Buffer.from('a request') };
const otherRequest = { ...request, fingerprint: Buffer.from('another') };
const answer = { status: 201, headers: { etag: '"1"' }, body: { secret: 'whsec_shown-once', n: '\0\ud800' } };

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, applicationName: 'spec' });
  await pool.query('CREATE TABLE effects (request text)');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe.each(tables)('keys in the schema %s', (schema, columns) => {
  const transactions: Transactions<PoolClient> = {
    run: (work) => inTransaction(pool, work),
    query: async (client, statement, values) => (await client.query<Row>(statement, [...values])).rows,
  };
  const store = new IdempotencyStore(schema, columns, transactions);

  beforeEach(async () => {
    await pool.query(`TRUNCATE ${schema}.idempotency_keys, effects`);
  });

  async function effects(): Promise<number> {
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM effects');
    return rows[0]?.count ?? NaN;
  }

  async function countKeys(): Promise<number> {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${schema}.idempotency_keys`,
    );
    return rows[0]?.count ?? NaN;
  }

  async function age(seconds: number): Promise<void> {
    await pool.query(
      `UPDATE ${schema}.idempotency_keys SET claimed_at = claimed_at - make_interval(secs => $1)`,
      [seconds],
    );
  }

  /** The two ways to carry out a request, each with one effect, which can be kept waiting or fail after it. */
  const ways = {
    'in a transaction': (key: ScopedKey | undefined, after?: () => Promise<unknown>) =>
      store.inTransaction(key, async (client) => {
        await client.query(`INSERT INTO effects VALUES ('x')`);
        await after?.();
        return answer;
      }),
    'with a hold': (key: ScopedKey | undefined, after?: () => Promise<unknown>) =>
      store.withHold(key, async () => {
        await pool.query(`INSERT INTO effects VALUES ('x')`);
        await after?.();
        return answer;
      }),
  };

  describe.each(Object.entries(ways))('of a request that is carried out %s', (_way, carryOut) => {
    it('give its repetition the first answer, and do the work once', async () => {
      expect(await carryOut(request)).toEqual({ answer, isRepeated: false });
      expect(await carryOut(request)).toEqual({ answer, isRepeated: true });
      expect(await effects()).toBe(1);
    });

    it('are refused to another request', async () => {
      await carryOut(request);
      await expect(carryOut(otherRequest)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      expect(await effects()).toBe(1);
    });

    it('are apart from keys of the same name of someone else', async () => {
      await carryOut(request);
      expect(await carryOut({ ...request, scope: 'b' })).toMatchObject({ isRepeated: false });
    });

    it('are refused to a repetition while the first request is carried out', async () => {
      const [isBegun, mayEnd] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      const first = carryOut(request, () => {
        isBegun.resolve(undefined);
        return mayEnd.promise;
      });
      await isBegun.promise;
      await expect(carryOut(request)).rejects.toMatchObject({
        code: 'idempotency-key-in-progress',
        headers: { 'retry-after': '1' },
      });
      mayEnd.resolve(undefined);
      expect([await first, await carryOut(request)]).toMatchObject([
        { isRepeated: false },
        { isRepeated: true },
      ]);
    });

    it('go to one of many requests that come at once', async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => carryOut(request)));
      const carriedOut = outcomes.filter((one) => one.status === 'fulfilled' && !one.value.isRepeated);
      expect([carriedOut.length, await effects()]).toEqual([1, 1]);
    });

    it('are free again after a failure, also for another request', async () => {
      const failed = carryOut(request, () => Promise.reject(new Error('not now')));
      await expect(failed).rejects.toThrow('not now');
      expect(await countKeys()).toBe(0);
      expect(await carryOut(otherRequest)).toMatchObject({ isRepeated: false });
    });

    it('are forgotten after a day, by whoever comes and by the purge', async () => {
      await carryOut(request);
      await age(DAY_SECONDS - 10);
      await purgeIdempotencyKeys(pool, schema);
      expect(await countKeys()).toBe(1);
      await age(20);
      expect(await carryOut(otherRequest)).toMatchObject({ isRepeated: false });
      expect(await carryOut(otherRequest)).toMatchObject({ isRepeated: true });
      await age(DAY_SECONDS + 10);
      await purgeIdempotencyKeys(pool, schema);
      expect(await countKeys()).toBe(0);
    });

    it('are not needed', async () => {
      expect(await carryOut(undefined)).toEqual({ answer, isRepeated: false });
      expect(await carryOut(undefined)).toEqual({ answer, isRepeated: false });
      expect([await effects(), await countKeys()]).toEqual([2, 0]);
    });
  });

  it('that are not presented ask nothing of the database where the work is done elsewhere', async () => {
    const nothing = () => Promise.reject(new Error('was asked'));
    const silent = new IdempotencyStore(schema, columns, { run: nothing, query: nothing });
    const outcome = await silent.withHold(undefined, () => Promise.resolve(answer));
    expect(outcome).toEqual({ answer, isRepeated: false });
  });

  it('leave no effect behind where the answer was not stored', async () => {
    const broken = new IdempotencyStore(schema, columns, {
      ...transactions,
      query: (client, statement, values) =>
        statement.startsWith('INSERT')
          ? Promise.reject(new Error('died here'))
          : transactions.query(client, statement, values),
    });
    const insert = (client: PoolClient) =>
      client.query(`INSERT INTO effects VALUES ('x')`).then(() => answer);
    await expect(broken.inTransaction(request, insert)).rejects.toThrow('died here');
    expect(await effects()).toBe(0);
    expect(await store.inTransaction(request, insert)).toEqual({ answer, isRepeated: false });
    expect(await effects()).toBe(1);
  });

  it('are held while a transaction with them is open, and not longer', async () => {
    await store.inTransaction(request, async () => {
      await expect(store.withHold(otherRequest, () => Promise.resolve(answer))).rejects.toMatchObject({
        code: 'idempotency-key-in-progress',
      });
      return answer;
    });
    expect(await store.inTransaction(request, () => Promise.reject(new Error('not asked')))).toEqual({
      answer,
      isRepeated: true,
    });
  });

  it('that a process died with are taken over after a minute, by the same request alone', async () => {
    const never = new Promise<never>(() => undefined);
    const isBegun = Promise.withResolvers<undefined>();
    void store.withHold(request, () => {
      isBegun.resolve(undefined);
      return never;
    });
    await isBegun.promise;
    await age(59);
    const again = (key: ScopedKey) => store.withHold(key, () => Promise.resolve(answer));
    await expect(again(request)).rejects.toMatchObject({ code: 'idempotency-key-in-progress' });
    await age(2);
    await expect(again(otherRequest)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await again(request)).toEqual({ answer, isRepeated: false });
    expect(await again(request)).toEqual({ answer, isRepeated: true });
  });

  it('are purged however many there are', async () => {
    await pool.query(
      `INSERT INTO ${schema}.idempotency_keys (scope, key, fingerprint, claimed_at)
       SELECT 'a', n::text, '', now() - interval '2 days' FROM generate_series(1, 2500) AS n`,
    );
    await purgeIdempotencyKeys(pool, schema);
    expect(await countKeys()).toBe(0);
  });
});

it('sealed answers show no secret in the table', async () => {
  const store = new IdempotencyStore<PoolClient>('subscriptions', sealedAnswers(keyRing), {
    run: (work) => inTransaction(pool, work),
    query: async (client, statement, values) => (await client.query<Row>(statement, [...values])).rows,
  });
  await store.inTransaction(request, () => Promise.resolve(answer));
  const { rows } = await pool.query<{ row: string }>(
    `SELECT convert_from(ciphertext, 'LATIN1') || key_id AS row FROM subscriptions.idempotency_keys`,
  );
  expect(rows.map(({ row }) => row.includes('shown-once'))).toEqual([false]);
});
