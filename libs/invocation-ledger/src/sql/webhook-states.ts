import {
  arrays,
  column,
  names,
  rowsOf,
  type Column,
  type Pool,
  type PoolClient,
  type Statement,
} from '@casewire/database';
import type { FailingBy, WebhookHealth } from '@casewire/invocation-state';
import { storableMs } from './instants.ts';
import { plannedOnce } from './planning.ts';

/** What the ledger knows of a webhook. */
export interface WebhookState {
  readonly webhookId: string;
  /** The last pause by its owner that is over; 0 before the first. */
  readonly endedPause: number;
  readonly health: WebhookHealth;
  /** The last pause by its owner; null if there is no such webhook. */
  readonly lastPause: number | null;
  /** The version that its owner sees now; null if there is no such webhook. */
  readonly version: number | null;
}

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

/** A row that `isSound` is true of. */
const isSound = 'failure_run IS NULL AND window_since IS NULL AND failing_since IS NULL';

type Instant = Date | null;

interface Row {
  readonly webhookId: string;
  readonly endedPause: number;
  readonly lastSuccessAt: Instant;
  readonly lastFailureAt: Instant;
  readonly lastFailure: string | null;
  readonly failureRun: number | null;
  readonly failureRunSince: Instant;
  readonly windowSince: Instant;
  readonly windowAttempts: number | null;
  readonly windowFailures: number | null;
  readonly successRun: number;
  readonly failingSince: Instant;
  readonly failingBy: FailingBy | null;
  readonly averageMs: number | null;
  readonly ownPause: number | null;
  readonly endedOwnPause: number;
  readonly lastPause: number | null;
  readonly version: number | null;
}

interface HealthOf {
  readonly webhookId: string;
  readonly health: WebhookHealth;
}

const healthColumns: readonly Column<HealthOf>[] = [
  column('last_success_at', 'timestamptz', ({ health }) => storableMs(health.lastSuccessAt)),
  column('last_failure_at', 'timestamptz', ({ health }) => storableMs(health.lastFailure?.at ?? null)),
  column('last_failure', 'text', ({ health }) => health.lastFailure?.class ?? null),
  column('failure_run', 'integer', ({ health }) => health.failureRun?.count ?? null),
  column('failure_run_since', 'timestamptz', ({ health }) => storableMs(health.failureRun?.since ?? null)),
  column('window_since', 'timestamptz', ({ health }) => storableMs(health.window?.since ?? null)),
  column('window_attempts', 'integer', ({ health }) => health.window?.attempts ?? null),
  column('window_failures', 'integer', ({ health }) => health.window?.failures ?? null),
  column('success_run', 'integer', ({ health }) => health.successRun),
  column('failing_since', 'timestamptz', ({ health }) => storableMs(health.failing?.since ?? null)),
  column('failing_by', 'text', ({ health }) => health.failing?.by ?? null),
  column('average_ms', 'real', ({ health }) => health.averageMs),
  column('own_pause', 'integer', ({ health }) => health.ownPause),
  column('ended_own_pause', 'integer', ({ health }) => health.endedOwnPause),
];

const selectHealth = healthColumns.map(({ name }) => `locked.${name} AS "${memberNamed(name)}"`).join(', ');

function memberNamed(name: string): string {
  return name.replace(/_[a-z]/g, (letter) => letter.slice(1).toUpperCase());
}

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
  const { rows } = await client.query<Row>({
    ...plannedOnce('lock-webhook-states', findsByKey),
    text: `WITH wanted AS MATERIALIZED (
             SELECT u.webhook_id, u.is_needed, webhook.pause AS last_pause, webhook.version,
                    CASE WHEN u.pause > webhook.pause THEN NULL ELSE u.pause END AS pause
               FROM ${rowsOf(wantedColumns)} AS u
               LEFT JOIN subscriptions.webhooks AS webhook ON webhook.id = u.id
           ), locked AS (
             INSERT INTO history.webhook_state AS s (webhook_id, pause)
             SELECT w.webhook_id, w.pause FROM wanted w
              WHERE w.is_needed
                 OR NOT EXISTS (SELECT FROM history.webhook_state k
                                 WHERE k.webhook_id = w.webhook_id AND ${isSound}
                                   AND k.last_success_at > now() - interval '${SUCCESS_INTERVAL}')
              ORDER BY w.webhook_id
                 ON CONFLICT (webhook_id) DO UPDATE
                SET pause = CASE WHEN excluded.pause > s.ended_pause THEN greatest(s.pause, excluded.pause)
                                 ELSE s.pause END
             RETURNING *
           )
           SELECT webhook_id AS "webhookId", locked.ended_pause AS "endedPause", ${selectHealth},
                  wanted.last_pause AS "lastPause", wanted.version
             FROM locked JOIN wanted USING (webhook_id)`,
    values: arrays(wantedColumns, wanted),
  });
  return new Map(rows.map((row) => [row.webhookId, toState(row)]));
}

function toState({ webhookId, endedPause, lastPause, version, ...row }: Row): WebhookState {
  return { webhookId, endedPause, lastPause, version, health: toHealth(row) };
}

function toHealth(row: Omit<Row, 'webhookId' | 'endedPause' | 'lastPause' | 'version'>): WebhookHealth {
  const { lastFailureAt, lastFailure, failureRun, failureRunSince, failingSince, failingBy } = row;
  const { windowSince, windowAttempts, windowFailures } = row;
  return {
    lastSuccessAt: row.lastSuccessAt?.getTime() ?? null,
    lastFailure:
      lastFailureAt === null || lastFailure === null
        ? null
        : { at: lastFailureAt.getTime(), class: lastFailure },
    failureRun:
      failureRun === null || failureRunSince === null
        ? null
        : { count: failureRun, since: failureRunSince.getTime() },
    window:
      windowSince === null
        ? null
        : { since: windowSince.getTime(), attempts: windowAttempts ?? 0, failures: windowFailures ?? 0 },
    successRun: row.successRun,
    failing:
      failingSince === null || failingBy === null ? null : { since: failingSince.getTime(), by: failingBy },
    averageMs: row.averageMs,
    ownPause: row.ownPause,
    endedOwnPause: row.endedOwnPause,
  };
}

const changedColumns: readonly Column<HealthOf>[] = [
  column('webhook_id', 'text', ({ webhookId }) => webhookId),
  ...healthColumns,
];

/** Writes the health of webhooks whose states are locked. */
export function updateHealth(changed: readonly HealthOf[], findsByKey: boolean): Statement[] {
  if (changed.length === 0) return [];
  return [
    {
      ...plannedOnce('update-health', findsByKey),
      text: `UPDATE history.webhook_state s
                SET (${names(healthColumns)}) = (${healthColumns.map(({ name }) => `u.${name}`).join(', ')})
               FROM ${rowsOf(changedColumns)} AS u
              WHERE s.webhook_id = u.webhook_id`,
      values: arrays(changedColumns, changed),
    },
  ];
}

/** How many webhooks are not sound, over all tenants. */
export interface UnsoundWebhooks {
  readonly failing: number;
  /** Paused by Casewire. */
  readonly paused: number;
}

export async function countUnsound(pool: Pool): Promise<UnsoundWebhooks> {
  const { rows } = await pool.query<UnsoundWebhooks>({
    name: 'count-unsound',
    text: `SELECT count(*) FILTER (WHERE own_pause IS NULL)::integer AS failing,
                  count(*) FILTER (WHERE own_pause IS NOT NULL)::integer AS paused
             FROM history.webhook_state WHERE failing_since IS NOT NULL`,
  });
  return rows[0] ?? { failing: 0, paused: 0 };
}
