import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import { isTransientDatabaseError, sqlState } from './database-error.ts';
import { withConnection } from './pool.ts';

/**
 * A statement with its parameters, to be sent later. A name makes PostgreSQL parse it once for each connection. The
 * parameters are such that encoding them cannot fail: a COMMIT may be sent right behind the statement.
 */
export type Statement = QueryConfig<Parameter[]>;

type Parameter = Scalar | readonly Scalar[];
type Scalar = string | number | boolean | Buffer | null;

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back and rethrows when it rejects.
 * The error of a failed COMMIT is thrown too; whether it took effect is then unknown.
 * @param begin the text that begins it, with settings that end with it
 */
export function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  return rollingBack(pool, async (client) => {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/** What a transaction of two round trips does between BEGIN and COMMIT. */
export interface TwoRoundTrips<Locked, Result> {
  /** The text that begins it, with settings that end with it. */
  readonly begin: string;
  /**
   * Sent with BEGIN. It locks and reads, and writes nothing that matters: if BEGIN itself failed, PostgreSQL would carry
   * it out without a transaction.
   */
  readonly lock: (client: PoolClient) => Promise<Locked>;
  /** Called when BEGIN and `lock` have succeeded. It may ask for more. The writes are sent with COMMIT. */
  readonly decide: (
    client: PoolClient,
    locked: Locked,
  ) => Promise<{ readonly result: Result; readonly writes: readonly Statement[] }>;
}

/**
 * Runs a transaction that waits for PostgreSQL twice: when it has locked its rows, and when it has committed. If a write
 * fails, PostgreSQL takes the COMMIT behind it for a ROLLBACK.
 * @throws the error of the first statement that failed; everything was rolled back then
 * @throws the error of a failed COMMIT; whether it took effect is then unknown
 */
export function inTwoRoundTrips<Locked, Result>(
  pool: Pool,
  { begin, lock, decide }: TwoRoundTrips<Locked, Result>,
): Promise<Result> {
  return rollingBack(pool, async (client) => {
    const [, locked] = await inOneRoundTrip(client, () => [client.query(begin), lock(client)]);
    const { result, writes } = await decide(client, locked);
    const answers = await sendAll(client, [...writes, { text: 'COMMIT' }]);
    if (answers.at(-1)?.command !== 'COMMIT') throw new Error('PostgreSQL has rolled the transaction back');
    return result;
  });
}

/**
 * Sends statements in one write, without waiting for one's answer before the next is sent.
 * @throws the error of the first that failed, when all are answered
 */
export function sendAll(client: PoolClient, statements: readonly Statement[]): Promise<QueryResult[]> {
  return inOneRoundTrip(client, () => statements.map((statement) => client.query(statement)));
}

/**
 * The same for functions that ask, with their answers.
 * @param send asks for all of them before it returns
 * @throws the error of the first that failed, when all are answered
 */
export async function inOneRoundTrip<const Answers extends readonly unknown[]>(
  client: PoolClient,
  send: () => { readonly [Index in keyof Answers]: Promise<Answers[Index]> },
): Promise<Answers> {
  const sent = inOneWrite(client, send);
  await Promise.allSettled(sent);
  return Promise.all(sent);
}

function inOneWrite<T>({ connection: { stream } }: PoolClient, send: () => T): T {
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

/** Runs `work` with a connection. If it rejects, rolls back what it has begun and not ended. */
function rollingBack<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client, discard) => {
    try {
      return await work(client);
    } catch (error) {
      if (isConnectionFailure(error)) discard(error);
      else if (client.getTransactionStatus() !== IDLE) await client.query('ROLLBACK').catch(discard);
      throw error;
    }
  });
}

/** The status of a connection that is in no transaction. */
const IDLE = 'I';

/** True if the connection itself may be unusable, so that even ROLLBACK could hang on it. */
function isConnectionFailure(error: unknown): error is Error {
  return sqlState(error) === undefined && isTransientDatabaseError(error);
}
