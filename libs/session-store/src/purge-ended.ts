import type { Pool } from '@casewire/database';

/** Rows of a table that one call deletes at most, so that no transaction is long. */
const BATCH = 1_000;

/** How long it is known of a link that it has been used or has expired: 30 days. */
const LINK_SECONDS = 30 * 24 * 60 * 60;

const STATEMENT = `
  WITH old_sessions AS (
    DELETE FROM gateway.sessions
     WHERE id = ANY (ARRAY(
       SELECT id FROM gateway.sessions WHERE expires_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING 1
  ), old_links AS (
    DELETE FROM gateway.portal_links
     WHERE id = ANY (ARRAY(
       SELECT id FROM gateway.portal_links
        WHERE expires_at < now() - make_interval(secs => $2) LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM old_sessions)::int + (SELECT count(*) FROM old_links)::int AS count`;

/**
 * Deletes sessions that have ended, and links of which nobody asks any more.
 * Bounded: call it again while it still finds something. Safe from several processes at once.
 * @returns how many rows
 */
export async function purgeEnded(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ readonly count: number }>(STATEMENT, [BATCH, LINK_SECONDS]);
  return rows[0]?.count ?? 0;
}
