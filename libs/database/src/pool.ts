import { Pool, type PoolClient } from 'pg';
import { isTransientDatabaseError, sqlState } from './database-error.ts';

export interface PoolOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=...` where TLS is wanted. */
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  /** Shown by the server beside each connection. */
  readonly applicationName: string;
  /** The server ends a statement after this many milliseconds; default 30,000. */
  readonly statementTimeoutMs?: number;
  /** Called when a connection breaks while nobody uses it; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** How long a caller waits for a free or a new connection. */
const CONNECT_TIMEOUT_MS = 5_000;

/** How much longer than the statement timeout the client waits for a silent server. */
const SILENCE_GRACE_MS = 5_000;

/** A connection pool that survives a restart of the server. Each of its waits has a limit. */
export function createPool(options: PoolOptions): Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + SILENCE_GRACE_MS,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}

/**
 * Runs `work` with a connection that nobody else uses meanwhile. A connection that broke, or that `work` discards, is not
 * used again.
 */
export async function withConnection<T>(
  pool: Pool,
  work: (client: PoolClient, discard: (reason: Error) => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const discard = (reason: Error): void => {
    broken = reason;
  };
  // A connection that breaks between two statements says so by an event that would otherwise end the process.
  client.on('error', discard);
  try {
    return await work(client, discard);
  } finally {
    client.off('error', discard);
    client.release(broken);
  }
}

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back and rethrows when it rejects.
 * The error of a failed COMMIT is thrown too; whether it took effect is then unknown.
 */
export function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client, discard) => {
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      if (isConnectionFailure(error)) discard(error);
      else await client.query('ROLLBACK').catch(discard);
      throw error;
    }
  });
}

/** True if the connection itself may be unusable, so that even ROLLBACK could hang on it. */
function isConnectionFailure(error: unknown): error is Error {
  return sqlState(error) === undefined && isTransientDatabaseError(error);
}

/** Whether the server answers now; for readiness checks. */
export async function isReachable(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT 1');
  return rowCount === 1;
}
