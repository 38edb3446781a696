import { inTransaction, type Pool, type PoolClient } from '@casewire/database';
import { Problem } from '@casewire/rest';
import type { AnswerColumns } from './answer-columns.ts';
import type { PresentedKey } from './presented-key.ts';

/** An answer as it is kept for repetitions of its request. */
export interface Answer {
  readonly status: number;
  /** By name, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The schemas that have a table `idempotency_keys`. */
export type IdempotencySchema = 'subscriptions' | 'ingestion' | 'history' | 'inspector';

/** A row that a statement returned, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** How a service runs work in one transaction of its database. */
export interface Transactions<Transaction> {
  /** Commits when the work resolves. It may roll back and begin the work again. */
  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  query(transaction: Transaction, statement: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

/** Transactions on connections of a pool. */
export function poolTransactions(pool: Pool): Transactions<PoolClient> {
  return {
    run: (work) => inTransaction(pool, work),
    query: async (client, statement, values) => (await client.query<Row>(statement, [...values])).rows,
  };
}

/** A key in the table. `scope` names its owner: the same text from another owner is another key. */
export interface ScopedKey extends PresentedKey {
  readonly scope: string;
}

interface KeptRow extends Row {
  readonly fingerprint: Buffer;
  readonly isAbandoned: boolean;
}

/** How long a repeated request is answered with the first one's answer: 24 hours. */
const KEPT = `interval '24 hours'`;

/** The process that left a hold of this age has died: no request takes so long. */
const ABANDONED = `interval '60 seconds'`;

/** Rows that one statement deletes at most, so that no transaction is long. */
const PURGE_BATCH = 1_000;

/**
 * The table of keys of a schema: a row for each key, and in its column `claimed_at` the time when the row was written.
 * A row with an answer is kept for 24 hours. A row without an answer is a hold: its request is carried out outside
 * PostgreSQL.
 */
export class IdempotencyStore<Transaction> {
  readonly transactions: Transactions<Transaction>;
  readonly #table: string;
  readonly #columns: AnswerColumns;

  constructor(schema: IdempotencySchema, columns: AnswerColumns, transactions: Transactions<Transaction>) {
    this.transactions = transactions;
    this.#table = tableOf(schema);
    this.#columns = columns;
  }

  /**
   * Takes a key until the transaction ends. A second request that comes meanwhile does not wait: it is told to come
   * again.
   * @returns the answer that is kept; undefined where the request has to be carried out
   * @throws Problem idempotency-key-in-progress, idempotency-key-reused
   */
  async take(transaction: Transaction, key: ScopedKey): Promise<Answer | undefined> {
    const [lock] = await this.transactions.query(
      transaction,
      `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS "isFree"`,
      [`${this.#table} ${key.scope} ${key.key}`],
    );
    if (lock?.['isFree'] !== true) throw inProgress();
    // A statement of its own, because it has to see rows that were committed before the lock was free.
    const [row] = (await this.transactions.query(
      transaction,
      `SELECT fingerprint, ${this.#columns.names.join(', ')}, claimed_at < now() - ${ABANDONED} AS "isAbandoned"
         FROM ${this.#table}
        WHERE scope = $1 AND key = $2 AND claimed_at > now() - ${KEPT}`,
      [key.scope, key.key],
    )) as readonly KeptRow[];
    if (row === undefined) return undefined;
    if (!row.fingerprint.equals(key.fingerprint)) throw new Problem('idempotency-key-reused');
    const answer = this.#columns.read(row, contextOf(key));
    if (answer === undefined && !row.isAbandoned) throw inProgress();
    return answer;
  }

  /** Writes the row of a key, in the place of an older one. @param answer undefined for a hold */
  async write(transaction: Transaction, key: ScopedKey, answer: Answer | undefined): Promise<void> {
    const { names } = this.#columns;
    const values = answer === undefined ? names.map(() => null) : this.#columns.write(answer, contextOf(key));
    await this.transactions.query(
      transaction,
      `INSERT INTO ${this.#table} (scope, key, fingerprint, ${names.join(', ')})
       VALUES ($1, $2, $3, ${names.map((_name, index) => `$${index + 4}`).join(', ')})
           ON CONFLICT (scope, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, claimed_at = now(),
              ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      [key.scope, key.key, key.fingerprint, ...values],
    );
  }

  /** Deletes the hold of a key. */
  async release(transaction: Transaction, { scope, key }: ScopedKey): Promise<void> {
    await this.transactions.query(
      transaction,
      `DELETE FROM ${this.#table} WHERE scope = $1 AND key = $2 AND ${this.#columns.names[0]} IS NULL`,
      [scope, key],
    );
  }
}

/** Deletes the keys of a schema that are older than 24 hours. Several processes may call it at once. */
export async function purgeIdempotencyKeys(pool: Pool, schema: IdempotencySchema): Promise<void> {
  const table = tableOf(schema);
  let deleted: number | null;
  do {
    ({ rowCount: deleted } = await pool.query(
      `DELETE FROM ${table}
        WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM ${table} WHERE claimed_at < now() - ${KEPT} LIMIT $1 FOR UPDATE SKIP LOCKED))`,
      [PURGE_BATCH],
    ));
  } while (deleted === PURGE_BATCH);
}

function tableOf(schema: IdempotencySchema): string {
  return `${schema}.idempotency_keys`;
}

function contextOf({ scope, key }: ScopedKey): string {
  return `idempotency-key ${scope} ${key}`;
}

function inProgress(): Problem {
  return new Problem('idempotency-key-in-progress', { headers: { 'retry-after': '1' } });
}
