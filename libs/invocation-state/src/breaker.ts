/** When a breaker opens, and when its probes go out. */
export interface BreakerLimits {
  /** It opens after so many failures in a row that say "overloaded or gone"... */
  readonly failuresInRow: number;
  /** ...or when this share of the attempts of a window has failed so... */
  readonly percent: number;
  /** ...of at least so many. */
  readonly attempts: number;
  readonly windowMs: number;
  /** The first probe goes out so long after the opening. Each later one waits twice as long as the one before... */
  readonly firstProbeMs: number;
  /** ...and no longer than this. */
  readonly longestProbeMs: number;
  /** A probe that is unanswered for so long is superseded: the longest timeout, and the time to produce a release. */
  readonly probeWaitMs: number;
  /** The longest time that a receiver can keep its whole webhook waiting by `Retry-After`. */
  readonly longestRetryAfterMs: number;
  /** The requests that the webhook takes at once: slow start is over with a round of so many that succeeds. */
  readonly fullWidth: number;
}

/** What keeps a webhook from being sent to until a probe succeeds. */
export interface Opening {
  readonly kind: 'breaker' | 'retry-after';
  /** Openings of a webhook are numbered. */
  readonly number: number;
  /** The time before the last probe. The next one waits twice as long. */
  readonly intervalMs: number;
  /**
   * When the next probe goes out, or the one that is out is superseded. Null: nothing is held that could be a probe, so the
   * next release that is put off becomes one at once.
   */
  readonly dueAt: number | null;
  readonly isProbeOut: boolean;
}

/** Slow start: what an opening has held is released in rounds. */
interface Recovery {
  /** Releases of this round. */
  readonly width: number;
  /** Those of them that are answered, and that were answered by a failure that says "overloaded or gone". */
  readonly answered: number;
  readonly failed: number;
  /** The interval with which it opens again if a round fails. */
  readonly intervalMs: number;
}

/** A webhook's breaker. Instants are milliseconds since the epoch. */
export interface Breaker {
  /** Failures in a row that say "overloaded or gone". */
  readonly run: number;
  /** Attempts since such a failure, until the window is over. */
  readonly window: { readonly since: number; readonly attempts: number; readonly failures: number } | null;
  readonly opening: Opening | null;
  /** The number of the last opening that is over; 0 before the first. */
  readonly ended: number;
  /** The number of the last probe; 0 before the first. Only the outcome of this one decides. */
  readonly probe: number;
  readonly recovery: Recovery | null;
}

export const closedBreaker: Breaker = {
  run: 0,
  window: null,
  opening: null,
  ended: 0,
  probe: 0,
  recovery: null,
};

/** The end of an attempt, as far as it concerns the breaker. */
export interface BreakerObservation {
  readonly at: number;
  /** Whether it failed in a way that says "overloaded or gone". */
  readonly isOverload: boolean;
  /** Whether the receiver has answered, and not so. Of a probe, only this closes the breaker. */
  readonly isBack: boolean;
  /** When the receiver asked to be tried again, with 429 or 503. */
  readonly retryAfterAt?: number;
  /** Number of the probe that it was. */
  readonly probe?: number;
  /** Whether slow start has released it. */
  readonly isBacklog: boolean;
  readonly isFresh: boolean;
}

export type BreakerEffect = 'opened' | 'closed';

export interface BreakerChange {
  readonly breaker: Breaker;
  readonly effects: readonly BreakerEffect[];
}

/** The breaker after an attempt. */
export function nextBreaker(before: Breaker, seen: BreakerObservation, limits: BreakerLimits): BreakerChange {
  const { opening } = before;
  if (opening !== null) return afterProbe(before, opening, seen, limits);
  const counted = withRound(withCounts(before, seen, limits), seen, limits);
  if (!seen.isFresh) return { breaker: counted, effects: [] };
  const opened = openingAfter(counted, seen, limits);
  if (opened === null) return { breaker: counted, effects: [] };
  return {
    breaker: { ...counted, run: 0, window: null, recovery: null, opening: opened },
    effects: ['opened'],
  };
}

/**
 * While it is open only the probe decides, and only the last one. An answer that is no overload closes it. A probe that did
 * not reach the receiver has failed too: it has shown nothing.
 */
function afterProbe(
  before: Breaker,
  opening: Opening,
  seen: BreakerObservation,
  { longestProbeMs, longestRetryAfterMs }: BreakerLimits,
): BreakerChange {
  if (!opening.isProbeOut || seen.probe !== before.probe) return { breaker: before, effects: [] };
  if (seen.isBack) {
    const recovery = { width: 1, answered: 0, failed: 0, intervalMs: opening.intervalMs };
    return { breaker: { ...before, opening: null, ended: opening.number, recovery }, effects: ['closed'] };
  }
  const asked = Math.min(seen.retryAfterAt ?? 0, seen.at + longestRetryAfterMs);
  const intervalMs = Math.min(opening.intervalMs * 2, longestProbeMs);
  const dueAt = Math.max(seen.at + intervalMs, asked);
  const next: Opening = { ...opening, isProbeOut: false, dueAt, intervalMs };
  return { breaker: { ...before, opening: next }, effects: [] };
}

function withCounts(
  before: Breaker,
  { at, isOverload }: BreakerObservation,
  { windowMs }: BreakerLimits,
): Breaker {
  const open = before.window !== null && at < before.window.since + windowMs ? before.window : null;
  const failures = isOverload ? 1 : 0;
  const counted = open ?? (isOverload ? { since: at, attempts: 0, failures: 0 } : null);
  return {
    ...before,
    run: isOverload ? before.run + 1 : 0,
    window: counted && {
      ...counted,
      attempts: counted.attempts + 1,
      failures: counted.failures + failures,
    },
  };
}

function withRound(
  before: Breaker,
  { isBacklog, isOverload }: BreakerObservation,
  limits: BreakerLimits,
): Breaker {
  if (!isBacklog || before.recovery === null) return before;
  return { ...before, recovery: roundAfter(before.recovery, isOverload, limits) };
}

/** A round that succeeds makes the next one twice as wide, up to the full width. Null: slow start is over. */
function roundAfter(before: Recovery, isFailed: boolean, { fullWidth }: BreakerLimits): Recovery | null {
  const recovery = {
    ...before,
    answered: before.answered + 1,
    failed: before.failed + (isFailed ? 1 : 0),
  };
  if (recovery.answered < recovery.width || hasFailed(recovery)) return recovery;
  if (recovery.width >= fullWidth) return null;
  return { ...recovery, width: Math.min(recovery.width * 2, fullWidth), answered: 0, failed: 0 };
}

/** A round has failed as soon as half of it has, whatever the others become. */
function hasFailed({ width, failed }: Recovery): boolean {
  return failed * 2 >= width;
}

function openingAfter(
  { run, window, ended, recovery }: Breaker,
  { at, isOverload, retryAfterAt }: BreakerObservation,
  limits: BreakerLimits,
): Opening | null {
  const number = ended + 1;
  const intervalMs = recovery?.intervalMs ?? limits.firstProbeMs;
  const opening = { number, isProbeOut: false, intervalMs };
  if (retryAfterAt !== undefined && retryAfterAt > at) {
    const dueAt = Math.min(retryAfterAt, at + limits.longestRetryAfterMs);
    return { ...opening, kind: 'retry-after', dueAt };
  }
  const isShare =
    window !== null &&
    window.attempts >= limits.attempts &&
    window.failures * 100 >= window.attempts * limits.percent;
  const isOpen = run >= limits.failuresInRow || isShare || (recovery !== null && hasFailed(recovery));
  return isOverload && isOpen ? { ...opening, kind: 'breaker', dueAt: at + intervalMs } : null;
}

/** A probe was released. */
export function probeSent(before: Breaker, now: number, { probeWaitMs }: BreakerLimits): Breaker {
  if (before.opening === null) return before;
  const opening = { ...before.opening, isProbeOut: true, dueAt: now + probeWaitMs };
  return { ...before, probe: before.probe + 1, opening };
}

/** No invocation is held that could be a probe. */
export function noProbeFound(before: Breaker): Breaker {
  return before.opening === null ? before : withOpening(before, { isProbeOut: false, dueAt: null });
}

/**
 * The last probe has ended without an attempt, because it was cancelled for instance: another one follows.
 * @param at when, milliseconds since the epoch
 */
export function probeEnded(before: Breaker, probe: number, at: number): Breaker {
  const isOut = before.opening?.isProbeOut === true && before.probe === probe;
  return isOut ? withOpening(before, { isProbeOut: false, dueAt: at }) : before;
}

/** The webhook is disabled or deleted: it is closed without a probe, and what it has kept comes up and ends. */
export function openingDropped(before: Breaker, number: number): Breaker {
  return before.opening?.number === number ? { ...before, opening: null, ended: number } : before;
}

/** The webhook was edited: a probe follows at once, in place of one that is out. */
export function probeAtOnce(before: Breaker, now: number): Breaker {
  return withOpening(before, { isProbeOut: false, dueAt: now });
}

/** An invocation is held by the opening: it is the probe if there was none to be one. */
export function heldByOpening(before: Breaker, now: number): Breaker {
  return before.opening?.dueAt === null ? withOpening(before, { dueAt: now }) : before;
}

/** A release of slow start was answered without an attempt. */
export function backlogAnswered(before: Breaker, limits: BreakerLimits): Breaker {
  const { recovery } = before;
  return recovery === null ? before : { ...before, recovery: roundAfter(recovery, false, limits) };
}

function withOpening(before: Breaker, changes: Partial<Opening>): Breaker {
  return before.opening === null ? before : { ...before, opening: { ...before.opening, ...changes } };
}

/** Whether an attempt that succeeds changes nothing of it. */
export function isAtRest({ run, window, opening, recovery }: Breaker): boolean {
  return run === 0 && window === null && opening === null && recovery === null;
}
