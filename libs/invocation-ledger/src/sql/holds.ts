import { sendAll, type Pool, type PoolClient, type Statement } from '@casewire/database';
import { decodeHold, encodeHold, type BacklogChoice, type Hold } from '@casewire/events';
import { heldByOpening, openingDropped, ownPauseEnded, probeAtOnce } from '@casewire/invocation-state';
import { instant, ledgerClock } from './instants.ts';
import type { WebhookState } from './webhook-state-columns.ts';
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

/**
 * What subscriptions has stored for the ledger: the end of a pause; an edit of a webhook whose breaker is open; or that a
 * webhook whose breaker is open was disabled or deleted (`breaker`).
 */
export interface Notice {
  readonly webhookId: string;
  readonly kind: 'pause' | 'own-pause' | 'breaker' | 'edit';
  /** Of the pause or the opening; of an edit the version of the webhook. */
  readonly number: number;
  readonly backlog: BacklogChoice;
  /** Who has ended the pause, as the audit names actors; null where that is not known. */
  readonly actor: string | null;
  readonly writtenAt: Date;
}

/** Notices that the ledger has not taken, those of a kind and webhook in the order of their numbers. */
export async function selectNewNotices(pool: Pool, limit: number): Promise<Notice[]> {
  const { rows } = await pool.query<Notice>({
    name: 'select-new-notices',
    text: `SELECT n.webhook_id::text AS "webhookId", n.kind, n.number, n.backlog, n.actor,
                  n.written_at AS "writtenAt"
             FROM subscriptions.webhook_notices n
             LEFT JOIN LATERAL (SELECT ended_pause, ended_own_pause, ended_breaker, noted_version
                                  FROM history.webhook_state
                                 WHERE webhook_id = n.webhook_id::text LIMIT 1) AS s ON true
            WHERE n.number > coalesce(CASE n.kind WHEN 'pause' THEN s.ended_pause
                                                  WHEN 'own-pause' THEN s.ended_own_pause
                                                  WHEN 'breaker' THEN s.ended_breaker
                                                  ELSE s.noted_version END, 0)
            ORDER BY n.webhook_id, n.kind, n.number
            LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/**
 * Takes a notice. From the commit of the end of a pause on, no invocation comes to wait for that pause. An edit is
 * followed by a probe at once.
 */
export async function takeNotice(client: PoolClient, notice: Notice): Promise<void> {
  const { webhookId, kind, number, backlog, actor, writtenAt } = notice;
  const states = await lockWebhookStates(client, [{ webhookId, pause: null, isNeeded: true }], false);
  const state = states.get(webhookId);
  if (state === undefined) throw new Error('a locked state of a webhook is missing');
  if (kind === 'edit') return noteEdit(client, state, number);
  if (kind === 'pause') await endPause(client, webhookId, number);
  await writeState(client, withEnd(state, kind, number, writtenAt.getTime()));
  const held = kind === 'breaker' ? (state.breaker.opening?.kind ?? kind) : kind;
  await client.query(
    `INSERT INTO history.ended_holds (webhook_id, held_by, backlog, accepted_before, ended_by)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [webhookId, encodeHold({ kind: held, number }), backlog, writtenAt, actor],
  );
}

/** What a pause has kept waits for the breaker from now on, and can be its probe. */
function withEnd(
  state: WebhookState,
  kind: 'pause' | 'own-pause' | 'breaker',
  number: number,
  at: number,
): WebhookState {
  if (kind === 'breaker') return { ...state, breaker: openingDropped(state.breaker, number) };
  const health = kind === 'own-pause' ? ownPauseEnded(state.health, number, at) : state.health;
  return { ...state, health, breaker: heldByOpening(state.breaker, at) };
}

async function writeState(client: PoolClient, state: WebhookState): Promise<void> {
  await sendAll(client, updateWebhookStates([state], false));
}

async function noteEdit(client: PoolClient, state: WebhookState, version: number): Promise<void> {
  const breaker = probeAtOnce(state.breaker, await ledgerClock(client));
  await writeState(client, { ...state, breaker });
  await client.query('UPDATE history.webhook_state SET noted_version = $2 WHERE webhook_id = $1', [
    state.webhookId,
    version,
  ]);
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
  /** Who has ended it, as the audit names actors; null where nobody has, or where that is not known. */
  readonly endedBy: string | null;
}

/**
 * Holds whose backlog is not freed yet: those behind one of them, then the others. While a breaker is open, what is to be
 * sent to its webhook waits.
 * @param after the last one that was looked at, so that each has its turn
 */
export async function selectEndedHolds(pool: Pool, limit: number, after?: WebhookHold): Promise<EndedHold[]> {
  const { rows } = await pool.query<EndedHoldRow>({
    name: 'select-ended-holds',
    text: `SELECT webhook_id AS "webhookId", held_by AS "heldBy", backlog, accepted_before AS "acceptedBefore",
                  ended_by AS "endedBy"
             FROM history.ended_holds h
            WHERE freed_at IS NULL
              AND (backlog = 'skip'
                   OR NOT EXISTS (SELECT FROM history.webhook_state s
                                   WHERE s.webhook_id = h.webhook_id AND s.breaker IS NOT NULL OFFSET 0))
            ORDER BY (webhook_id, held_by) <= ($2, $3), webhook_id, held_by
            LIMIT $1`,
    values: [limit, after?.webhookId ?? '', after === undefined ? '' : encodeHold(after.hold)],
  });
  return rows.flatMap(({ heldBy, acceptedBefore, ...ended }) => {
    const hold = decodeHold(heldBy);
    return hold === undefined ? [] : [{ ...ended, hold, acceptedBefore: acceptedBefore.getTime() }];
  });
}

interface EndedHoldRow extends Pick<EndedHold, 'webhookId' | 'backlog' | 'endedBy'> {
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
