import type { PoolClient } from 'pg';

/** The server recovers, or is a standby: it takes no writes yet. */
class RecoveringServerError extends Error {
  override readonly name = 'RecoveringServerError';
  /** As PostgreSQL says itself while it lets nobody in: `cannot_connect_now`. */
  readonly code = '57P03';
}

/**
 * Refuses a new connection to a server that recovers: for the option `verify` of a pool. While PostgreSQL replays WAL, it
 * answers reads with what it knew at some time in the past. A delivery would find its webhook gone, and an event no
 * webhook.
 */
export function refuseRecovering(client: PoolClient, done: (error?: Error) => void): void {
  // Nobody else listens yet. A connection that breaks now would end the process.
  client.on('error', ignore);
  void isRecovering(client)
    .then((recovers) => {
      done(recovers ? new RecoveringServerError('PostgreSQL recovers and takes no writes yet') : undefined);
    }, done)
    .finally(() => {
      client.off('error', ignore);
    });
}

async function isRecovering(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>('SELECT pg_is_in_recovery() AS is');
  return rows[0]?.is === true;
}

function ignore(): void {
  // The query fails too, and says so.
}
