import { ended, held, scheduled } from './schedule.ts';
import type { InvocationState } from './state.ts';

/**
 * What is due within this time is as good as due. The ledger's clock stands still in a transaction: of two requests at
 * once, the one that began first may come second and see the due time that the other gave as one to come.
 */
const SOON_MS = 1_000;

/** Why a retry by hand is refused. */
export type RetryRefusal = 'in-flight' | 'due' | 'held' | 'no-body' | 'attempted-meanwhile';

/**
 * Why a retry by hand is refused; undefined if it is not. Of several at once the first one counts, so that one click on a
 * slow connection, or twenty of them, send one request.
 * @param askedAt when the request came: an attempt that began later is one that its sender cannot know of
 */
export function retryRefusal(state: InvocationState, askedAt: number, now: number): RetryRefusal | undefined {
  const { releaseState, dueAt, lastAttemptAt } = state;
  if (releaseState === 'released' || releaseState === 'leased') return 'in-flight';
  if (releaseState === 'held') return 'held';
  if (!state.hasBody) return 'no-body';
  if (dueAt !== null && dueAt <= now + SOON_MS) return 'due';
  return lastAttemptAt !== null && lastAttemptAt > askedAt ? 'attempted-meanwhile' : undefined;
}

/** Why a cancellation is refused; undefined if it is not. */
export function cancelRefusal(state: InvocationState): 'ended' | undefined {
  return state.releaseState === null ? 'ended' : undefined;
}

export function retryRequested(state: InvocationState, askedAt: number, now: number): InvocationState {
  if (retryRefusal(state, askedAt, now) !== undefined) return state;
  // A late outcome of the last release must not undo what was asked for by hand.
  const asked = { ...state, settled: true, cuts: 0 };
  const needsSlot = state.orderingKey !== null && state.releaseState === null;
  return needsSlot ? held(asked) : scheduled(asked, now);
}

export function cancelRequested(state: InvocationState): InvocationState {
  if (cancelRefusal(state) !== undefined) return state;
  return ended({ ...state, settled: true }, 'cancelled', null);
}
