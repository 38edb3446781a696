import { sendAll, type Pool, type PoolClient, type Statement } from '@casewire/database';
import { decodeHold, encodeHold, type BacklogChoice, type Hold } from '@casewire/events';
import { ownPauseEnded } from '@casewire/invocation-state';
import { instant } from './instants.ts';
import { lockWebhookStates, updateWebhookStates } from './webhook-states.ts';

/** A hold with its webhook. */
export interface WebhookHold {
  readonly webhookId: string;
  readonly hold: Hold;
}

/** The key of a hold in maps. */
export function holdName({ webhookId, hold }: WebhookHold): string {
  return `${webhookId}\n${encodeHold(hold)}`;
}

/** The names of those of some ended holds whose backlog is skipped. */
export async function selectSkipped(
  client: PoolClient,
  ended: readonly WebhookHold[],
): Promise<ReadonlySet<string>> {
  if (ended.length === 0) return new Set();
  const { rows } = await client.query<{ name: string }>(
    `SELECT webhook_id || E'\\n' || held_by AS name
       FROM history.ended_holds JOIN unnest($1::text[], $2::text[]) AS u(webhook_id, held_by)
            USING (webhook_id, held_by)
      WHERE backlog = 'skip'`,
    [ended.map(({ webhookId }) => webhookId), ended.map(({ hold }) => encodeHold(hold))],
  );
  return new Set(rows.map(({ name }) => name));
}

/** A request to resume a webhook, as subscriptions has stored it. */
export interface Resume extends WebhookHold {
  readonly backlog: BacklogChoice;
  readonly resumedAt: Date;
}

/** Requests to resume that the ledger has not noted, those of a webhook in the order of their pauses. */
export async function selectNewResumes(pool: Pool, limit: number): Promise<Resume[]> {
  const { rows } = await pool.query<Omit<Resume, 'hold'> & Hold>({
    name: 'select-new-resumes',
    text: `SELECT r.webhook_id::text AS "webhookId", r.kind, r.number, r.backlog, r.resumed_at AS "resumedAt"
             FROM subscriptions.webhook_resumes r
             LEFT JOIN history.webhook_state s ON s.webhook_id = r.webhook_id::text
            WHERE r.number > coalesce(CASE r.kind WHEN 'pause' THEN s.ended_pause ELSE s.ended_own_pause END, 0)
            ORDER BY r.webhook_id, r.kind, r.number
            LIMIT $1`,
    values: [limit],
  });
  return rows.map(({ kind, number, ...resume }) => ({ ...resume, hold: { kind, number } }));
}

/** Notes the end of a pause. From its commit on, no invocation comes to wait for that pause. */
export async function insertEndedPause(client: PoolClient, resume: Resume): Promise<void> {
  const { webhookId, hold, backlog, resumedAt } = resume;
  const states = await lockWebhookStates(client, [{ webhookId, pause: null, isNeeded: true }], false);
  if (hold.kind === 'pause') await endPause(client, webhookId, hold.number);
  else
    await sendAll(
      client,
      updateWebhookStates(
        [...states.values()].map((state) => ({
          ...state,
          health: ownPauseEnded(state.health, hold.number, resumedAt.getTime()),
        })),
        false,
      ),
    );
  await client.query(
    `INSERT INTO history.ended_holds (webhook_id, held_by, backlog, accepted_before)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [webhookId, encodeHold(hold), backlog, resumedAt],
  );
}

async function endPause(client: PoolClient, webhookId: string, number: number): Promise<void> {
  await client.query(
    `UPDATE history.webhook_state
        SET ended_pause = greatest(ended_pause, $2), pause = CASE WHEN pause > $2 THEN pause END
      WHERE webhook_id = $1`,
    [webhookId, number],
  );
}

/** Notes that openings of breakers are over: what they have kept is sent. */
export function insertClosed(closed: readonly WebhookHold[]): Statement[] {
  if (closed.length === 0) return [];
  return [
    {
      text: `INSERT INTO history.ended_holds (webhook_id, held_by, backlog, accepted_before)
             SELECT webhook_id, held_by, 'send', now() FROM unnest($1::text[], $2::text[]) AS u(webhook_id, held_by)
                 ON CONFLICT DO NOTHING`,
      values: [closed.map(({ webhookId }) => webhookId), closed.map(({ hold }) => encodeHold(hold))],
    },
  ];
}

/** A hold that is over and has kept invocations that are not freed yet. */
export interface EndedHold extends WebhookHold {
  readonly backlog: BacklogChoice;
  /** What was accepted later is no part of the backlog, milliseconds since the epoch. */
  readonly acceptedBefore: number;
}

/** Holds whose backlog is not freed yet, the oldest end first. While a breaker is open, the backlog of its webhook waits. */
export async function selectEndedHolds(pool: Pool, limit: number): Promise<EndedHold[]> {
  const { rows } = await pool.query<EndedHoldRow>({
    name: 'select-ended-holds',
    text: `SELECT webhook_id AS "webhookId", held_by AS "heldBy", backlog, accepted_before AS "acceptedBefore"
             FROM history.ended_holds h
            WHERE freed_at IS NULL
              AND NOT EXISTS (SELECT FROM history.webhook_state s
                               WHERE s.webhook_id = h.webhook_id AND s.breaker IS NOT NULL)
            ORDER BY ended_at
            LIMIT $1`,
    values: [limit],
  });
  return rows.flatMap(({ webhookId, heldBy, backlog, acceptedBefore }) => {
    const hold = decodeHold(heldBy);
    return hold === undefined ? [] : [{ webhookId, hold, backlog, acceptedBefore: acceptedBefore.getTime() }];
  });
}

interface EndedHoldRow extends Pick<EndedHold, 'webhookId' | 'backlog'> {
  readonly heldBy: string;
  readonly acceptedBefore: Date;
}

export async function markFreed(pool: Pool, { webhookId, hold }: WebhookHold): Promise<void> {
  await pool.query('UPDATE history.ended_holds SET freed_at = now() WHERE webhook_id = $1 AND held_by = $2', [
    webhookId,
    encodeHold(hold),
  ]);
}

/**
 * Forgets holds that have ended before a finished cut began, and whose backlog is freed: every release that delivery has
 * put off because of them is answered.
 * @param begunAt of the cut, milliseconds since the epoch
 */
export async function removeEndedHolds(pool: Pool, begunAt: number): Promise<void> {
  await pool.query('DELETE FROM history.ended_holds WHERE ended_at < $1 AND freed_at IS NOT NULL', [
    instant(begunAt),
  ]);
}
