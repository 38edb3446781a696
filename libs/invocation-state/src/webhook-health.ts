/** From which numbers on a webhook is failing, or paused. */
export interface HealthLimits {
  /** So many failures in a row. */
  readonly failuresInRow: number;
  /** Or a share of the first attempts within a window... */
  readonly failingPercent: number;
  /** ...of at least so many. */
  readonly failingAttempts: number;
  readonly windowMs: number;
  /** With so many successes in a row a webhook has recovered of which a share has failed. */
  readonly successesInRow: number;
  /** After nothing but failures for so long, Casewire pauses the webhook. */
  readonly pauseAfterMs: number;
}

/** The end of an attempt. */
export interface Observation {
  /** When it ended, milliseconds since the epoch. */
  readonly at: number;
  /** The class of the failure, for instance `timeout` or `http-503`; null for a success. */
  readonly failure: string | null;
  /** Whether it was the first attempt of its invocation. */
  readonly isFirst: boolean;
  readonly durationMs: number;
  /**
   * Whether it tells how the webhook is now. Others are counted, and change nothing that anybody is told of: a ledger that
   * catches up would announce what is long over.
   */
  readonly isFresh: boolean;
}

/** The health of a webhook as its attempts have shown it. Instants are milliseconds since the epoch. */
export interface WebhookHealth {
  readonly lastSuccessAt: number | null;
  readonly lastFailure: { readonly at: number; readonly class: string } | null;
  /** Failures since the last success, and when the first of them ended. */
  readonly failureRun: { readonly count: number; readonly since: number } | null;
  /** First attempts since a failure, until the window is over; null while no failure was lately. */
  readonly window: { readonly since: number; readonly attempts: number; readonly failures: number } | null;
  /** Successes in a row since it is failing. */
  readonly successRun: number;
  /** Since when it is failing, and by which of the two rules; null while it is not. */
  readonly failing: { readonly since: number; readonly by: FailingBy } | null;
  /** Duration of its attempts, a running average in milliseconds. */
  readonly averageMs: number | null;
  /** The number of Casewire's own pause; null while there is none. */
  readonly ownPause: number | null;
  /** The number of the last one that is over; 0 before the first. */
  readonly endedOwnPause: number;
}

/** `run`: nothing has succeeded. `share`: of many first attempts too many have failed. */
export type FailingBy = 'run' | 'share';

/** A change that others are told of. */
export type HealthEffect = 'failing' | 'recovered' | 'paused';

/** The health of a webhook before its first attempt. */
export const unknownHealth: WebhookHealth = {
  lastSuccessAt: null,
  lastFailure: null,
  failureRun: null,
  window: null,
  successRun: 0,
  failing: null,
  averageMs: null,
  ownPause: null,
  endedOwnPause: 0,
};

export interface HealthChange {
  readonly health: WebhookHealth;
  readonly effects: readonly HealthEffect[];
}

/** The health of a webhook after an attempt. */
export function nextHealth(before: WebhookHealth, seen: Observation, limits: HealthLimits): HealthChange {
  const counted = seen.failure === null ? withSuccess(before, seen) : withFailure(before, seen, seen.failure);
  const health = { ...counted, window: windowAfter(before.window, seen, limits) };
  if (!seen.isFresh) return { health, effects: [] };
  return seen.failure === null ? recovered(health, limits) : worsened(health, seen, limits);
}

/** Share of the newest duration in the running average. */
const AVERAGE_WEIGHT = 0.2;

function withSuccess(before: WebhookHealth, { at, durationMs }: Observation): WebhookHealth {
  const { averageMs: average, failureRun } = before;
  // One that ended before the failures began says nothing about what came after it.
  const isOver = failureRun === null || at >= failureRun.since;
  return {
    ...before,
    lastSuccessAt: Math.max(before.lastSuccessAt ?? at, at),
    failureRun: isOver ? null : failureRun,
    successRun: before.failing === null || !isOver ? 0 : before.successRun + 1,
    averageMs: average === null ? durationMs : average + AVERAGE_WEIGHT * (durationMs - average),
  };
}

function withFailure(before: WebhookHealth, { at }: Observation, failure: string): WebhookHealth {
  const { lastFailure, failureRun } = before;
  const isLast = lastFailure === null || at >= lastFailure.at;
  return {
    ...before,
    lastFailure: isLast ? { at, class: failure } : lastFailure,
    failureRun: { count: (failureRun?.count ?? 0) + 1, since: Math.min(failureRun?.since ?? at, at) },
    successRun: 0,
  };
}

/** A window begins with a failed first attempt, so nothing is counted of webhooks that take everything. */
function windowAfter(
  window: WebhookHealth['window'],
  { at, isFirst, failure }: Observation,
  { windowMs }: HealthLimits,
): WebhookHealth['window'] {
  const open = window !== null && at < window.since + windowMs ? window : null;
  const failures = failure === null ? 0 : 1;
  if (!isFirst) return open;
  if (open === null) return failures === 0 ? null : { since: at, attempts: 1, failures };
  return { ...open, attempts: open.attempts + 1, failures: open.failures + failures };
}

/** A first success ends nothing but failures. A share of failures ends with several successes in a row. */
function recovered(health: WebhookHealth, { successesInRow }: HealthLimits): HealthChange {
  const { failing, successRun } = health;
  const needed = failing?.by === 'share' ? successesInRow : 1;
  if (failing === null || successRun < needed) return { health, effects: [] };
  return { health: { ...health, failing: null, successRun: 0 }, effects: ['recovered'] };
}

function worsened(health: WebhookHealth, { at }: Observation, limits: HealthLimits): HealthChange {
  const failing = failingAfter(health, limits);
  const run = health.failureRun;
  const isPaused = failing !== null && run !== null && at - run.since >= limits.pauseAfterMs;
  const ownPause = health.ownPause ?? (isPaused ? health.endedOwnPause + 1 : null);
  return {
    health: { ...health, failing, ownPause },
    effects: [
      ...(failing !== null && health.failing === null ? (['failing'] as const) : []),
      ...(ownPause !== health.ownPause ? (['paused'] as const) : []),
    ],
  };
}

function failingAfter(
  { failing, failureRun, window }: WebhookHealth,
  { failuresInRow, failingPercent, failingAttempts }: HealthLimits,
): WebhookHealth['failing'] {
  const isShare =
    window !== null &&
    window.attempts >= failingAttempts &&
    window.failures * 100 >= window.attempts * failingPercent;
  if (isShare) return { since: failing?.since ?? window.since, by: 'share' };
  if (failing !== null || failureRun === null || failureRun.count < failuresInRow) return failing;
  return { since: failureRun.since, by: 'run' };
}

/** The failures since the last success are counted from now on: Casewire's own pause was ended by hand. */
export function ownPauseEnded(health: WebhookHealth, number: number, now: number): WebhookHealth {
  const isOpen = health.ownPause !== null && health.ownPause > number;
  return {
    ...health,
    ownPause: isOpen ? health.ownPause : null,
    endedOwnPause: Math.max(health.endedOwnPause, number),
    failureRun: health.failureRun && { ...health.failureRun, since: now },
  };
}

/** Whether a success changes nothing but when and how fast the last one was. */
export function isSound({ failureRun, window, failing }: WebhookHealth): boolean {
  return failureRun === null && window === null && failing === null;
}
