import type { PoolClient } from '@casewire/database';
import { parseKeyRing } from '@casewire/key-ring';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { plainAnswers, sealedAnswers, type AnswerColumns } from './answer-columns.ts';
import {
  IdempotencyStore,
  poolTransactions,
  purgeIdempotencyKeys,
  type IdempotencySchema,
  type Row,
  type ScopedKey,
} from './idempotency-store.ts';
import { Once } from './once.ts';

const DAY_SECONDS = 86_400;

/** Every table there is, with its answers as its service keeps them. */
const tables: readonly [IdempotencySchema, AnswerColumns][] = [
  ['subscriptions', sealedAnswers(parseKeyRing(`spec:${Buffer.alloc(32).toString('base64')}`))],
  ['history', plainAnswers],
  ['ingestion', plainAnswers],
  ['inspector', plainAnswers],
];

const request: ScopedKey = { scope: 'a', key: 'key', fingerprint: Buffer.from('a request') };
const otherRequest = { ...request, fingerprint: Buffer.from('another') };
const body = { secret: 'whsec_shown-once', text: '\0\ud800' };

/** The head of an answer, as Express would send it. */
class Head {
  statusCode = 201;
  readonly headers: Record<string, string> = { etag: '"1"' };

  get(name: string): string | undefined {
    return this.headers[name];
  }

  set(headers: Readonly<Record<string, string>>): void {
    Object.assign(this.headers, headers);
  }
}

const carriedOut = { body, statusCode: 201, headers: { etag: '"1"' } };
const repeated = { body, statusCode: 201, headers: { etag: '"1"', 'idempotency-replayed': 'true' } };

const { pool } = useDatabase();

beforeAll(async () => {
  await pool.query('CREATE TABLE effects (request text)');
});

describe.each(tables)('keys in the schema %s', (schema, columns) => {
  const transactions = poolTransactions(pool);
  const store = new IdempotencyStore(schema, columns, transactions);

  beforeEach(async () => {
    await pool.query(`TRUNCATE ${schema}.idempotency_keys, effects`);
  });

  /** Handles a request, and shows what it is answered. */
  async function handle<T>(
    key: ScopedKey | undefined,
    work: (once: Once<PoolClient>) => Promise<T>,
    of = store,
  ) {
    const head = new Head();
    const answered = await work(new Once(of, key, head));
    return { body: answered, statusCode: head.statusCode, headers: head.headers };
  }

  async function count(table: 'effects' | 'idempotency_keys'): Promise<number> {
    const name = table === 'effects' ? table : `${schema}.${table}`;
    const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${name}`);
    return rows[0]?.count ?? NaN;
  }

  async function age(seconds: number): Promise<void> {
    await pool.query(
      `UPDATE ${schema}.idempotency_keys SET claimed_at = claimed_at - make_interval(secs => $1)`,
      [seconds],
    );
  }

  async function act(client: Pick<PoolClient, 'query'>, after?: () => Promise<unknown>) {
    await client.query(`INSERT INTO effects VALUES ('x')`);
    await after?.();
    return body;
  }

  /** The two ways to carry out a request, each with one effect, after which the work can be kept waiting or fail. */
  const ways = {
    'in a transaction': (key: ScopedKey | undefined, after?: () => Promise<unknown>) =>
      handle(key, (once) => once.inTransaction((client) => act(client, after))),
    'with a hold': (key: ScopedKey | undefined, after?: () => Promise<unknown>) =>
      handle(key, (once) => once.withHold(() => act(pool, after))),
  };

  describe.each(Object.entries(ways))('of a request that is carried out %s', (_way, carryOut) => {
    it('give its repetition the first answer, and do the work once', async () => {
      expect(await carryOut(request)).toEqual(carriedOut);
      expect(await carryOut(request)).toEqual(repeated);
      expect(await count('effects')).toBe(1);
    });

    it('are refused to another request', async () => {
      await carryOut(request);
      await expect(carryOut(otherRequest)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      expect(await count('effects')).toBe(1);
    });

    it("are apart from another owner's keys of the same name", async () => {
      await carryOut(request);
      expect(await carryOut({ ...request, scope: 'b' })).toEqual(carriedOut);
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
      expect([await first, await carryOut(request)]).toEqual([carriedOut, repeated]);
    });

    it('go to one of many requests that come at once', async () => {
      await Promise.allSettled(Array.from({ length: 8 }, () => carryOut(request)));
      expect(await count('effects')).toBe(1);
    });

    it('are free again after a failure, also for another request', async () => {
      const failed = carryOut(request, () => Promise.reject(new Error('not now')));
      await expect(failed).rejects.toThrow('not now');
      expect(await count('idempotency_keys')).toBe(0);
      expect(await carryOut(otherRequest)).toEqual(carriedOut);
    });

    it('are forgotten after a day, by whoever comes and by the purge', async () => {
      await carryOut(request);
      await age(DAY_SECONDS - 10);
      await purgeIdempotencyKeys(pool, schema);
      expect(await count('idempotency_keys')).toBe(1);
      await age(20);
      expect(await carryOut(otherRequest)).toEqual(carriedOut);
      expect(await carryOut(otherRequest)).toEqual(repeated);
      await age(DAY_SECONDS + 10);
      await purgeIdempotencyKeys(pool, schema);
      expect(await count('idempotency_keys')).toBe(0);
    });

    it('are not needed', async () => {
      expect(await carryOut(undefined)).toEqual(carriedOut);
      expect(await carryOut(undefined)).toEqual(carriedOut);
      expect([await count('effects'), await count('idempotency_keys')]).toEqual([2, 0]);
    });
  });

  it('that are not presented ask nothing of the database where the work is done elsewhere', async () => {
    const nothing = () => Promise.reject(new Error('was asked'));
    const silent = new IdempotencyStore<PoolClient>(schema, columns, { run: nothing, query: nothing });
    const answer = handle(undefined, (once) => once.withHold(() => Promise.resolve(body)), silent);
    expect(await answer).toEqual(carriedOut);
  });

  it('leave no effect behind where the answer was not stored', async () => {
    const broken = new IdempotencyStore<PoolClient>(schema, columns, {
      ...transactions,
      query: (client, statement, values) =>
        statement.startsWith('INSERT')
          ? Promise.reject(new Error('died here'))
          : transactions.query(client, statement, values),
    });
    const carryOut = (of: IdempotencyStore<PoolClient>) =>
      handle(request, (once) => once.inTransaction((client) => act(client)), of);
    await expect(carryOut(broken)).rejects.toThrow('died here');
    expect(await count('effects')).toBe(0);
    expect(await carryOut(store)).toEqual(carriedOut);
    expect(await count('effects')).toBe(1);
  });

  it('of a transaction that is open are refused to requests of either way', async () => {
    await handle(request, (once) =>
      once.inTransaction(async () => {
        for (const carryOut of Object.values(ways)) {
          await expect(carryOut(otherRequest)).rejects.toMatchObject({ code: 'idempotency-key-in-progress' });
        }
        return body;
      }),
    );
    expect(await count('effects')).toBe(0);
  });

  it('that a process died with are taken over after a minute, by the same request alone', async () => {
    const isBegun = Promise.withResolvers<undefined>();
    void ways['with a hold'](request, () => {
      isBegun.resolve(undefined);
      return new Promise<never>(() => undefined);
    });
    await isBegun.promise;
    const again = ways['with a hold'];
    await age(59);
    await expect(again(request)).rejects.toMatchObject({ code: 'idempotency-key-in-progress' });
    await age(2);
    await expect(again(otherRequest)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await again(request)).toEqual(carriedOut);
    expect(await again(request)).toEqual(repeated);
  });

  it('are purged however many there are', async () => {
    await pool.query(
      `INSERT INTO ${schema}.idempotency_keys (scope, key, fingerprint, claimed_at)
       SELECT 'a', n::text, '', now() - interval '2 days' FROM generate_series(1, 2500) AS n`,
    );
    await purgeIdempotencyKeys(pool, schema);
    expect(await count('idempotency_keys')).toBe(0);
  });

  it('show the secrets of answers in the table only where they are plain', async () => {
    await ways['in a transaction'](request);
    const { rows } = await pool.query(`SELECT * FROM ${schema}.idempotency_keys`);
    const [row] = rows as readonly Row[];
    const shown = Object.values(row ?? {}).map((value) =>
      Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value),
    );
    expect(shown.join().includes('shown-once')).toBe(columns === plainAnswers);
  });
});
