import { arrayParameter, type Pool, type PoolClient } from '@casewire/database';
import { encodeHold, type BacklogChoice, type Hold } from '@casewire/events';
import { instant } from './instants.ts';
import { plannedOnce } from './planning.ts';

/** A hold with its webhook. */
export interface WebhookHold {
  readonly webhookId: string;
  readonly hold: Hold;
}

/** The holds, of those that a transaction has asked for, that are over, and what becomes of what they have kept. */
export type EndedHolds = ReadonlyMap<string, BacklogChoice>;

/** The key of a hold in `EndedHolds`. */
export function holdName({ webhookId, hold }: WebhookHold): string {
  return `${webhookId}\n${encodeHold(hold)}`;
}

/**
 * Locks the states of webhooks to the end of the transaction, and notes the holds there. What a hold keeps is written
 * only under this lock, and so is its end: no invocation comes to wait for a hold whose end has been carried out.
 * @returns the holds that are over
 */
export async function lockHolds(
  client: PoolClient,
  named: readonly WebhookHold[],
  findsByKey: boolean,
): Promise<EndedHolds> {
  if (named.length === 0) return new Map();
  const distinct = [...new Map(named.map((each) => [holdName(each), each])).values()];
  const states = await noteHolds(client, distinct, findsByKey);
  const over = distinct.filter(({ webhookId, hold }) => (states.get(webhookId) ?? 0) >= hold.number);
  if (over.length === 0) return new Map();
  const skipped = await selectSkipped(client, over);
  return new Map(over.map((each) => [holdName(each), skipped.has(holdName(each)) ? 'skip' : 'send']));
}

/** @returns the number of the last pause that is over, by webhook */
async function noteHolds(
  client: PoolClient,
  named: readonly WebhookHold[],
  findsByKey: boolean,
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ webhookId: string; endedPause: number }>({
    ...plannedOnce('lock-holds', findsByKey),
    text: `INSERT INTO history.webhook_state AS s (webhook_id, pause)
           SELECT webhook_id, max(pause) FROM unnest($1::text[], $2::integer[]) AS u(webhook_id, pause)
            GROUP BY webhook_id ORDER BY webhook_id
               ON CONFLICT (webhook_id) DO UPDATE
              SET pause = CASE WHEN excluded.pause > s.ended_pause THEN greatest(s.pause, excluded.pause)
                               ELSE s.pause END
           RETURNING webhook_id AS "webhookId", ended_pause AS "endedPause"`,
    values: [
      arrayParameter(
        'text',
        named.map(({ webhookId }) => webhookId),
      ),
      arrayParameter(
        'integer',
        named.map(({ hold }) => hold.number),
      ),
    ],
  });
  return new Map(rows.map(({ webhookId, endedPause }) => [webhookId, endedPause]));
}

/** The names of those holds whose backlog was skipped. */
async function selectSkipped(client: PoolClient, ended: readonly WebhookHold[]): Promise<Set<string>> {
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
export interface Resume {
  readonly webhookId: string;
  readonly pause: number;
  readonly backlog: BacklogChoice;
  readonly resumedAt: Date;
}

/** Requests to resume that the ledger has not noted, those of a webhook in the order of their pauses. */
export async function selectNewResumes(pool: Pool, limit: number): Promise<Resume[]> {
  const { rows } = await pool.query<Resume>({
    name: 'select-new-resumes',
    text: `SELECT r.webhook_id::text AS "webhookId", r.pause, r.backlog, r.resumed_at AS "resumedAt"
             FROM subscriptions.webhook_resumes r
             LEFT JOIN history.webhook_state s ON s.webhook_id = r.webhook_id::text
            WHERE r.pause > coalesce(s.ended_pause, 0)
            ORDER BY r.webhook_id, r.pause
            LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** Notes the end of a pause. From its commit on, no invocation comes to wait for that pause. */
export async function insertEndedPause(
  client: PoolClient,
  { webhookId, pause, backlog, resumedAt }: Resume,
): Promise<void> {
  await client.query(
    `INSERT INTO history.webhook_state AS s (webhook_id, ended_pause) VALUES ($1, $2)
         ON CONFLICT (webhook_id) DO UPDATE
        SET ended_pause = greatest(s.ended_pause, excluded.ended_pause),
            pause = CASE WHEN s.pause > excluded.ended_pause THEN s.pause END`,
    [webhookId, pause],
  );
  await client.query(
    `INSERT INTO history.ended_holds (webhook_id, held_by, backlog, accepted_before)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [webhookId, encodeHold({ kind: 'pause', number: pause }), backlog, resumedAt],
  );
}

/** A hold that is over and has kept invocations that are not freed yet. */
export interface EndedHold {
  readonly webhookId: string;
  /** As `encodeHold` writes it. */
  readonly heldBy: string;
  readonly backlog: BacklogChoice;
  /** What was accepted later is no part of the backlog, milliseconds since the epoch. */
  readonly acceptedBefore: number;
}

/** Holds whose backlog is not freed yet, the oldest end first. */
export async function selectEndedHolds(pool: Pool, limit: number): Promise<EndedHold[]> {
  const { rows } = await pool.query<Omit<EndedHold, 'acceptedBefore'> & { readonly acceptedBefore: Date }>({
    name: 'select-ended-holds',
    text: `SELECT webhook_id AS "webhookId", held_by AS "heldBy", backlog, accepted_before AS "acceptedBefore"
             FROM history.ended_holds
            WHERE freed_at IS NULL
            ORDER BY ended_at
            LIMIT $1`,
    values: [limit],
  });
  return rows.map((row) => ({ ...row, acceptedBefore: row.acceptedBefore.getTime() }));
}

export async function markFreed(pool: Pool, { webhookId, heldBy }: EndedHold): Promise<void> {
  await pool.query('UPDATE history.ended_holds SET freed_at = now() WHERE webhook_id = $1 AND held_by = $2', [
    webhookId,
    heldBy,
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
