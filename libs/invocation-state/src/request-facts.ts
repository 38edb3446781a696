import { ended, held, scheduled } from './schedule.ts';
import type { InvocationState } from './state.ts';

/** Why a retry by hand is refused. */
export type RetryRefusal =
  'in-flight' | 'due' | 'held' | 'webhook-paused' | 'receiver-unavailable' | 'no-body';

/** Why a retry by hand is refused; undefined if it is not. What is sent anyway needs none. */
export function retryRefusal(
  { releaseState, heldBy, dueAt, hasBody }: InvocationState,
  now: number,
): RetryRefusal | undefined {
  if (releaseState === 'released' || releaseState === 'leased') return 'in-flight';
  if (releaseState === 'held') return 'held';
  if (releaseState === 'held-by-webhook') {
    const isPaused = heldBy?.kind === 'pause' || heldBy?.kind === 'own-pause';
    return isPaused ? 'webhook-paused' : 'receiver-unavailable';
  }
  if (dueAt !== null && dueAt <= now) return 'due';
  return hasBody ? undefined : 'no-body';
}

/** Why a cancellation is refused; undefined if it is not. */
export function cancelRefusal(state: InvocationState): 'ended' | undefined {
  return state.releaseState === null ? 'ended' : undefined;
}

export function retryRequested(state: InvocationState, now: number): InvocationState {
  if (retryRefusal(state, now) !== undefined) return state;
  // A late outcome of the last release must not undo what was asked for by hand.
  const asked = { ...state, settled: true, cuts: 0 };
  const needsSlot = state.orderingKey !== null && state.releaseState === null;
  return needsSlot ? held(asked) : scheduled(asked, now);
}

export function cancelRequested(state: InvocationState): InvocationState {
  if (cancelRefusal(state) !== undefined) return state;
  return ended({ ...state, settled: true }, 'cancelled', null);
}
