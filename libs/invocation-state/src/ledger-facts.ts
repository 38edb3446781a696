import { failureClassOfEnd, reasonOfHold, type Hold } from '@casewire/events';
import { ended, givenUp, heldByWebhook, nowhere, released, scheduled } from './schedule.ts';
import type { InvocationState, ReleaseState } from './state.ts';

/** After this many cuts in a row that scheduled an invocation again or sought its body, the next cut gives it up. */
const MAX_CUTS = 3;

export function attemptRecorded(
  state: InvocationState,
  attempt: { startedAt: number; responseCode: number | null; failure?: string; isFailedProbe?: boolean },
): InvocationState {
  const isLatest = state.lastAttemptAt === null || attempt.startedAt >= state.lastAttemptAt;
  return {
    ...state,
    attempts: state.attempts + 1,
    failedProbes: state.failedProbes + (attempt.isFailedProbe === true ? 1 : 0),
    ...(isLatest && { lastAttemptAt: attempt.startedAt, responseCode: attempt.responseCode }),
    ...(isLatest && { failure: failureAfter(state, attempt.failure) }),
  };
}

/** The outcome of an attempt is applied before the attempt: the reason of an end stands where it says more. */
function failureAfter({ status, reason, failure }: InvocationState, ofAttempt?: string): string | null {
  if (ofAttempt === undefined || status === 'delivered' || status === 'cancelled') return failure;
  return status === 'failed' && reason !== null ? failureClassOfEnd(reason, ofAttempt) : ofAttempt;
}

export function leased(
  state: InvocationState,
  { release, until }: { release: number; until: number },
): InvocationState {
  const isNext = release === state.release + 1;
  if (state.releaseState !== 'scheduled' || !isReleasable(state) || !isNext) return state;
  const { heldBy } = state;
  return {
    ...state,
    ...nowhere,
    releaseState: 'leased',
    release,
    settled: false,
    leasedUntil: until,
    heldBy,
  };
}

function isReleasable(state: InvocationState): boolean {
  return state.complete && state.hasBody;
}

export function releaseAcknowledged(state: InvocationState, release: number, now: number): InvocationState {
  const isLeased = state.releaseState === 'leased' && state.release === release;
  return isLeased ? released(state, release, now) : state;
}

/** The release may be on Kafka nevertheless. So its number stays used, and its outcome would still count. */
export function leaseExpired(state: InvocationState, now: number): InvocationState {
  const isOver = state.releaseState === 'leased' && state.leasedUntil !== null && state.leasedUntil <= now;
  return isOver ? { ...scheduled(state, now), heldBy: state.heldBy } : state;
}

export function stranded(
  state: InvocationState,
  { begunAt, blocks = false }: { begunAt: number; blocks?: boolean },
  now: number,
): InvocationState {
  const wasOutBefore =
    state.releaseState === 'released' && state.releasedAt !== null && state.releasedAt < begunAt;
  if (!wasOutBefore) return state;
  if (state.cuts >= MAX_CUTS) return givenUp(state, 'unprocessable', blocks ? state.orderingKey : null);
  return { ...scheduled(state, now), cuts: state.cuts + 1 };
}

/** The rematch brings the body, as a record on `ordered.v1`, unless the webhook no longer gets the event. */
export function bodySought(state: InvocationState): InvocationState {
  if (state.complete) return state;
  return state.cuts >= MAX_CUTS ? bodyLost(state) : { ...state, cuts: state.cuts + 1 };
}

export function bodyLost(state: InvocationState): InvocationState {
  if (state.complete) return state;
  const visible = { ...state, complete: true };
  const isOpen = state.releaseState !== null || state.status === 'pending';
  return isOpen ? ended(visible, 'failed', 'body-lost') : visible;
}

export function slotGranted(state: InvocationState, now: number): InvocationState {
  return state.releaseState === 'held' ? scheduled(state, now) : state;
}

export function blockLifted(state: InvocationState): InvocationState {
  return state.releaseState === 'blocking' ? { ...state, ...nowhere } : state;
}

const waitingStates: readonly (ReleaseState | null)[] = ['scheduled', 'held', 'held-by-webhook'];

/** Delivery answers for what is out. */
export function receiverGone(state: InvocationState): InvocationState {
  return waitingStates.includes(state.releaseState) ? ended(state, 'failed', 'gone') : state;
}

export function rateChanged(state: InvocationState, dueAt: number, now: number): InvocationState {
  const isScheduled = state.releaseState === 'scheduled' && state.dueAt !== null && state.dueAt > now;
  return isScheduled && state.reason === 'rate-limited' ? { ...state, dueAt } : state;
}

export function dueOnHold(state: InvocationState, hold: Hold, now: number): InvocationState {
  const isDue = state.releaseState === 'scheduled' && state.dueAt !== null && state.dueAt <= now;
  return isDue ? heldByWebhook(state, hold) : state;
}

/** It names the hold still, by which its release is known for a probe. */
export function chosenAsProbe(state: InvocationState, hold: Hold, now: number): InvocationState {
  if (state.releaseState !== 'held-by-webhook') return state;
  return { ...scheduled(state, now, reasonOfHold(hold)), heldBy: hold };
}

/** Remembers the hold until an outcome for which delivery had room: so it is known how much of a backlog is on its way. */
export function holdEnded(state: InvocationState, hold: Hold, now: number): InvocationState {
  const isKept = state.releaseState === 'held-by-webhook' && isSameHold(state.heldBy, hold);
  return isKept ? { ...scheduled(state, now, 'backlog'), heldBy: hold } : state;
}

function isSameHold(one: Hold | null, other: Hold): boolean {
  return one?.kind === other.kind && one.number === other.number;
}

export function skipped(state: InvocationState): InvocationState {
  const isHeld = state.releaseState === 'held-by-webhook' || state.releaseState === 'held';
  return isHeld ? ended(state, 'cancelled', null) : state;
}

/**
 * What its owner's pause holds waits for the owner, however long that takes. What somebody has asked for once more is as old
 * as that request: it would else end again before any attempt.
 */
export function outlived(
  state: InvocationState,
  { since, blocks = false }: { since: number; blocks?: boolean },
): InvocationState {
  const isHeld = state.releaseState === 'held-by-webhook' && state.heldBy?.kind !== 'pause';
  const isYoung = state.notes.some(({ what, at }) => what === 'retried' && at >= since);
  return isHeld && !isYoung ? givenUp(state, 'too-old', blocks ? state.orderingKey : null) : state;
}

export function expired(state: InvocationState): InvocationState {
  if (state.releaseState === null) return state;
  return state.releaseState === 'blocking' ? blockLifted(state) : ended(state, 'failed', 'expired');
}
