import { Pool, type PoolClient } from 'pg';
import { refuseRecovering } from './refuse-recovering.ts';

export interface PoolOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=...` where TLS is wanted. */
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  /** Shown by the server beside each connection. */
  readonly applicationName: string;
  /** The server ends a statement after this many milliseconds; default 30,000. */
  readonly statementTimeoutMs?: number;
  /**
   * Plans each named statement once for a connection, and finds rows by indexes however few a table seems to have. Only
   * for programs whose statements all find rows by keys. Default: false.
   */
  readonly findsByKey?: boolean;
  /** Called when a connection breaks while nobody uses it; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** How long a caller waits for a free or a new connection. */
const CONNECT_TIMEOUT_MS = 5_000;

/** How much longer than the statement timeout the client waits for a silent server. */
const SILENCE_GRACE_MS = 5_000;

/**
 * Settings under which a named statement is planned once, and its plan stays good while tables grow: it never reads a
 * whole table that was small when it was planned. Planning costs more than a look-up by key.
 */
const FINDS_BY_KEY = ['plan_cache_mode = force_generic_plan', 'enable_seqscan = off'];

/** The text that begins a transaction whose statements all find rows by keys. */
export const BEGIN_FINDING_BY_KEY = ['BEGIN', ...FINDS_BY_KEY.map((setting) => `SET LOCAL ${setting}`)].join(
  '; ',
);

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
    // Queries that are asked for at once are sent at once.
    pipeline: true,
    verify: refuseRecovering,
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  if (options.findsByKey === true)
    pool.on('connect', (client) => {
      // It goes ahead of the first statement. Should it fail alone, statements are planned as usual.
      client.query(FINDS_BY_KEY.map((setting) => `SET ${setting}`).join('; ')).catch(() => undefined);
    });
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

/** Whether the server answers now; for readiness checks. */
export async function isReachable(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT 1');
  return rowCount === 1;
}
