import {
  aliased,
  arrays,
  column,
  names,
  rowsOf,
  type Column,
  type Pool,
  type PoolClient,
  type Statement,
} from '@casewire/database';
import { plannedOnce } from './planning.ts';
import {
  seenColumns,
  toWebhookState,
  type SeenOfWebhook,
  type WebhookState,
  type WebhookStateRow,
} from './webhook-state-columns.ts';

/** A webhook whose state a transaction may change. */
export interface WantedState {
  readonly webhookId: string;
  /** The pause by its owner that deferrals have named; null for none. */
  readonly pause: number | null;
  /** Whether its state is wanted in any case; else only where a success changes more than its time. */
  readonly isNeeded: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const wantedColumns: readonly Column<WantedState>[] = [
  column('webhook_id', 'text', ({ webhookId }) => webhookId),
  column('id', 'uuid', ({ webhookId }) => (uuid.test(webhookId) ? webhookId : null)),
  column('pause', 'integer', ({ pause }) => pause),
  column('is_needed', 'boolean', ({ isNeeded }) => isNeeded),
];

/** A success is noted when the last one that was noted is older. */
const SUCCESS_INTERVAL = '5 seconds';

/** A row that `isSound` and `isAtRest` are true of. */
const isSound = `failure_run IS NULL AND window_since IS NULL AND failing_since IS NULL AND overload_run = 0
                        AND overload_since IS NULL AND breaker IS NULL AND recovery_width IS NULL`;

/**
 * Locks the states of webhooks to the end of the transaction, lowest id first, and adds those that are missing. What a
 * hold keeps is written only under this lock, and so is its end: no invocation comes to wait for a hold whose end has been
 * carried out.
 * @returns by webhook id; sound webhooks whose last success was noted just now are missing, unless they are needed
 */
export async function lockWebhookStates(
  client: PoolClient,
  wanted: readonly WantedState[],
  findsByKey: boolean,
): Promise<Map<string, WebhookState>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await client.query<WebhookStateRow>({
    ...plannedOnce('lock-webhook-states', findsByKey),
    text: `WITH wanted AS MATERIALIZED (
             SELECT u.webhook_id, webhook.pause AS last_pause, webhook.version, webhook.max_concurrency,
                    CASE WHEN u.pause > webhook.pause THEN NULL ELSE u.pause END AS pause,
                    u.is_needed OR known.is_settled IS NOT TRUE AS is_locked
               FROM ${rowsOf(wantedColumns)} AS u
               LEFT JOIN LATERAL (
                 SELECT pause, version, max_concurrency FROM subscriptions.webhooks WHERE id = u.id LIMIT 1
               ) AS webhook ON true
               LEFT JOIN LATERAL (
                 SELECT ${isSound}
                        AND last_success_at > now() - interval '${SUCCESS_INTERVAL}' AS is_settled
                   FROM history.webhook_state WHERE webhook_id = u.webhook_id LIMIT 1
               ) AS known ON true
           ), locked AS (
             INSERT INTO history.webhook_state AS s (webhook_id, pause)
             SELECT w.webhook_id, w.pause FROM wanted w
              WHERE w.is_locked
              ORDER BY w.webhook_id
                 ON CONFLICT (webhook_id) DO UPDATE
                SET pause = CASE WHEN excluded.pause > s.ended_pause THEN greatest(s.pause, excluded.pause)
                                 ELSE s.pause END
             RETURNING *
           )
           SELECT webhook_id AS "webhookId", locked.ended_pause AS "endedPause",
                  ${aliased(seenColumns, 'locked')}, wanted.last_pause AS "lastPause", wanted.version,
                  wanted.max_concurrency AS "maxConcurrency"
             FROM locked JOIN wanted USING (webhook_id)`,
    values: arrays(wantedColumns, wanted),
  });
  return new Map(rows.map((row) => [row.webhookId, toWebhookState(row)]));
}

const changedColumns: readonly Column<SeenOfWebhook>[] = [
  column('webhook_id', 'text', ({ webhookId }) => webhookId),
  ...seenColumns,
];

/** Writes what attempts have shown of webhooks whose states are locked. */
export function updateWebhookStates(changed: readonly SeenOfWebhook[], findsByKey: boolean): Statement[] {
  if (changed.length === 0) return [];
  return [
    {
      ...plannedOnce('update-webhook-states', findsByKey),
      text: `UPDATE history.webhook_state s
                SET (${names(seenColumns)}) = ROW (${seenColumns.map(({ name }) => `u.${name}`).join(', ')})
               FROM ${rowsOf(changedColumns)} AS u
              WHERE s.webhook_id = u.webhook_id AND s.webhook_id = ANY($1::text[])`,
      values: arrays(changedColumns, changed),
    },
  ];
}

/**
 * Webhooks whose next probe is due, or whose last one is unanswered for too long. A pause holds probes too: one that was
 * due meanwhile goes out when the pause is over.
 */
export async function selectDueProbes(pool: Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ webhookId: string }>({
    name: 'select-due-probes',
    text: `SELECT webhook_id AS "webhookId" FROM history.webhook_state
            WHERE probe_due_at <= now() AND pause IS NULL AND own_pause IS NULL
            ORDER BY probe_due_at LIMIT $1`,
    values: [limit],
  });
  return rows.map(({ webhookId }) => webhookId);
}

/** How much of its backlog a webhook takes at once. */
export interface BacklogPace {
  /** What slow start releases at once; null if it is not in slow start. */
  readonly recoveryWidth: number | null;
  /** The requests that it takes at once; null where its owner does not say. */
  readonly maxConcurrency: number | null;
  /** Null where it has no rate, or nothing is sent to it any more. */
  readonly rateLimitPerSecond: number | null;
  /** Duration of its attempts, a running average in milliseconds; null before the first. */
  readonly averageMs: number | null;
}

export async function selectBacklogPace(pool: Pool, webhookId: string): Promise<BacklogPace> {
  const { rows } = await pool.query<BacklogPace>({
    name: 'select-backlog-pace',
    text: `SELECT state.recovery_width AS "recoveryWidth", state.average_ms AS "averageMs",
                  max_concurrency AS "maxConcurrency",
                  CASE WHEN deleted_at IS NULL AND status <> 'disabled' AND coalesce(expires_at > now(), true)
                       THEN rate_limit_per_second END AS "rateLimitPerSecond"
             FROM (VALUES (1)) AS one
             LEFT JOIN subscriptions.webhooks ON id = $2
             LEFT JOIN history.webhook_state AS state ON state.webhook_id = $1`,
    values: [webhookId, uuid.test(webhookId) ? webhookId : null],
  });
  return rows[0] ?? { recoveryWidth: null, maxConcurrency: null, rateLimitPerSecond: null, averageMs: null };
}

/** Ends slow start if nothing is held any more that is to be sent: by an opening of the breaker, or by a pause that is over. */
export async function endRecovery(pool: Pool, webhookId: string): Promise<void> {
  await pool.query(
    `UPDATE history.webhook_state
        SET recovery_width = NULL, recovery_answered = NULL, recovery_failed = NULL, probe_interval_ms = NULL
      WHERE webhook_id = $1 AND breaker IS NULL AND recovery_width IS NOT NULL
        AND NOT EXISTS (SELECT FROM history.ended_holds
                         WHERE webhook_id = $1 AND freed_at IS NULL AND backlog = 'send')`,
    [webhookId],
  );
}

/** How many webhooks are not sound, over all tenants. A webhook may count as failing and as unavailable. */
export interface UnsoundWebhooks {
  readonly failing: number;
  /** Whose breaker is open. */
  readonly unavailable: number;
  /** Paused by Casewire. */
  readonly paused: number;
}

export async function countUnsound(pool: Pool): Promise<UnsoundWebhooks> {
  const { rows } = await pool.query<UnsoundWebhooks>({
    name: 'count-unsound',
    text: `SELECT (SELECT count(*)::integer FROM history.webhook_state
                    WHERE failing_since IS NOT NULL AND own_pause IS NULL) AS failing,
                  (SELECT count(*)::integer FROM history.webhook_state
                    WHERE (pause IS NOT NULL OR own_pause IS NOT NULL OR breaker IS NOT NULL)
                      AND breaker IS NOT NULL) AS unavailable,
                  (SELECT count(*)::integer FROM history.webhook_state
                    WHERE (pause IS NOT NULL OR own_pause IS NOT NULL OR breaker IS NOT NULL)
                      AND own_pause IS NOT NULL) AS paused`,
  });
  return rows[0] ?? { failing: 0, unavailable: 0, paused: 0 };
}
