import type { PoolClient } from '@casewire/database';

// What replays have started, until it has an outcome.

/** An invocation that a replay starts, with the attempts that it had before. */
interface StartedInvocation {
  readonly id: string;
  readonly attempts: number;
}

/** Notes on a locked replay what it starts, and how far it came. */
export async function advanceReplay(
  client: PoolClient,
  id: string,
  passedSeq: bigint,
  started: readonly StartedInvocation[],
): Promise<void> {
  await client.query(
    `WITH started AS (
       INSERT INTO history.replay_releases (replay_id, invocation_id, attempts)
       SELECT $1::uuid, u.id, u.attempts FROM unnest($3::uuid[], $4::integer[]) AS u (id, attempts)
           ON CONFLICT DO NOTHING)
     UPDATE history.replays SET passed_seq = $2, started = started + $5 WHERE id = $1`,
    [id, passedSeq, started.map((each) => each.id), started.map(({ attempts }) => attempts), started.length],
  );
}

/**
 * Counts the outcomes of what a locked replay has started: the first attempt since then, or an end without one. What
 * blocks its subject has ended too.
 * @returns how many have none yet
 */
export async function settleReplay(client: PoolClient, id: string): Promise<number> {
  await client.query({
    name: 'settle-replay',
    text: `
      WITH known AS (
        SELECT r.invocation_id,
               CASE WHEN attempt.outcome = 'delivered' THEN 'delivered'
                    WHEN invocation.release_state <> 'blocking' THEN 'retrying'
                    WHEN invocation.status = 'cancelled' THEN 'cancelled'
                    ELSE 'failed' END AS outcome
          FROM history.replay_releases r
          -- The limits make PostgreSQL look up each row by its key.
          LEFT JOIN LATERAL (
            SELECT status, release_state, attempts FROM history.invocations WHERE id = r.invocation_id LIMIT 1
          ) AS invocation ON true
          LEFT JOIN LATERAL (
            SELECT outcome FROM history.attempts
             WHERE invocation_id = r.invocation_id AND invocation.attempts > r.attempts
             ORDER BY number DESC, started_at DESC LIMIT 1
          ) AS attempt ON true
         WHERE r.replay_id = $1
           AND ((invocation.release_state <> 'blocking') IS NOT TRUE OR invocation.attempts > r.attempts)
      ), settled AS (
        DELETE FROM history.replay_releases r USING known
         WHERE r.replay_id = $1 AND r.invocation_id = known.invocation_id
        RETURNING known.outcome
      ), counted AS (
        SELECT count(*) FILTER (WHERE outcome = 'delivered') AS delivered,
               count(*) FILTER (WHERE outcome = 'retrying') AS retrying,
               count(*) FILTER (WHERE outcome = 'failed') AS failed,
               count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled
          FROM settled HAVING count(*) > 0
      )
      UPDATE history.replays r
         SET delivered = r.delivered + counted.delivered, retrying = r.retrying + counted.retrying,
             failed = r.failed + counted.failed, cancelled = r.cancelled + counted.cancelled
        FROM counted WHERE r.id = $1`,
    values: [id],
  });
  const { rows } = await client.query<{ waiting: number }>(
    'SELECT count(*)::integer AS waiting FROM history.replay_releases WHERE replay_id = $1',
    [id],
  );
  return rows[0]?.waiting ?? 0;
}
