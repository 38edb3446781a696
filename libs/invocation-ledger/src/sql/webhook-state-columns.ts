import { column, type Column } from '@casewire/database';
import type { Breaker, FailingBy, Opening, WebhookHealth } from '@casewire/invocation-state';
import { storableMs } from './instants.ts';

/** What attempts have shown of a webhook. */
export interface SeenOfWebhook {
  readonly webhookId: string;
  readonly health: WebhookHealth;
  readonly breaker: Breaker;
}

/** What the ledger knows of a webhook. */
export interface WebhookState extends SeenOfWebhook {
  /** The last pause by its owner that is over; 0 before the first. */
  readonly endedPause: number;
  /** The last pause by its owner; null if there is no such webhook. */
  readonly lastPause: number | null;
  /** The version that its owner sees now; null if there is no such webhook. */
  readonly version: number | null;
  /** The requests that it takes at once; null where its owner does not say. */
  readonly maxConcurrency: number | null;
}

type Instant = Date | null;

export interface WebhookStateRow {
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
  readonly overloadRun: number;
  readonly overloadSince: Instant;
  readonly overloadAttempts: number | null;
  readonly overloadFailures: number | null;
  readonly breaker: number | null;
  readonly breakerKind: Opening['kind'] | null;
  readonly probeIntervalMs: number | null;
  readonly probeDueAt: Instant;
  readonly isProbeOut: boolean;
  readonly endedBreaker: number;
  readonly probe: number;
  readonly recoveryWidth: number | null;
  readonly recoveryAnswered: number | null;
  readonly recoveryFailed: number | null;
  readonly lastPause: number | null;
  readonly version: number | null;
  readonly maxConcurrency: number | null;
}

/** The columns of `history.webhook_state` that follow from attempts. */
export const seenColumns: readonly Column<SeenOfWebhook>[] = [
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
  column('overload_run', 'integer', ({ breaker }) => breaker.run),
  column('overload_since', 'timestamptz', ({ breaker }) => storableMs(breaker.window?.since ?? null)),
  column('overload_attempts', 'integer', ({ breaker }) => breaker.window?.attempts ?? null),
  column('overload_failures', 'integer', ({ breaker }) => breaker.window?.failures ?? null),
  column('breaker', 'integer', ({ breaker }) => breaker.opening?.number ?? null),
  column('breaker_kind', 'text', ({ breaker }) => breaker.opening?.kind ?? null),
  column(
    'probe_interval_ms',
    'integer',
    ({ breaker }) => (breaker.opening ?? breaker.recovery)?.intervalMs ?? null,
  ),
  column('probe_due_at', 'timestamptz', ({ breaker }) => storableMs(breaker.opening?.dueAt ?? null)),
  column('is_probe_out', 'boolean', ({ breaker }) => breaker.opening?.isProbeOut ?? false),
  column('ended_breaker', 'integer', ({ breaker }) => breaker.ended),
  column('probe', 'integer', ({ breaker }) => breaker.probe),
  column('recovery_width', 'integer', ({ breaker }) => breaker.recovery?.width ?? null),
  column('recovery_answered', 'integer', ({ breaker }) => breaker.recovery?.answered ?? null),
  column('recovery_failed', 'integer', ({ breaker }) => breaker.recovery?.failed ?? null),
];

export function toWebhookState(row: WebhookStateRow): WebhookState {
  const { webhookId, endedPause, lastPause, version, maxConcurrency } = row;
  const known = { webhookId, endedPause, lastPause, version, maxConcurrency };
  return { ...known, health: toHealth(row), breaker: toBreaker(row) };
}

function toHealth(row: WebhookStateRow): WebhookHealth {
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

function toBreaker(row: WebhookStateRow): Breaker {
  const { overloadSince, breaker, breakerKind, recoveryWidth } = row;
  const intervalMs = row.probeIntervalMs ?? 0;
  return {
    run: row.overloadRun,
    window:
      overloadSince === null
        ? null
        : {
            since: overloadSince.getTime(),
            attempts: row.overloadAttempts ?? 0,
            failures: row.overloadFailures ?? 0,
          },
    opening:
      breaker === null || breakerKind === null
        ? null
        : {
            kind: breakerKind,
            number: breaker,
            intervalMs,
            dueAt: row.probeDueAt?.getTime() ?? null,
            isProbeOut: row.isProbeOut,
          },
    ended: row.endedBreaker,
    probe: row.probe,
    recovery:
      recoveryWidth === null
        ? null
        : {
            width: recoveryWidth,
            answered: row.recoveryAnswered ?? 0,
            failed: row.recoveryFailed ?? 0,
            intervalMs,
          },
  };
}
