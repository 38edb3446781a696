import type { Hold } from '@casewire/events';
import { ended, held, scheduled } from './schedule.ts';
import type { InvocationState } from './state.ts';

/** Why a retry by hand is refused. */
export type RetryRefusal =
  'in-flight' | 'due' | 'held' | 'webhook-paused' | 'receiver-unavailable' | 'no-body';

/**
 * Why a retry by hand is refused; undefined if it is not. What is sent anyway needs none.
 * @param probeOf the opening of its webhook's breaker that it would be the probe of
 */
export function retryRefusal(
  { releaseState, heldBy, dueAt, hasBody }: InvocationState,
  now: number,
  probeOf?: Hold,
): RetryRefusal | undefined {
  if (releaseState === 'released' || releaseState === 'leased') return 'in-flight';
  if (releaseState === 'held') return 'held';
  if (releaseState === 'held-by-webhook') {
    if (heldBy?.kind === 'pause' || heldBy?.kind === 'own-pause') return 'webhook-paused';
    return probeOf === undefined ? 'receiver-unavailable' : undefined;
  }
  if (dueAt !== null && dueAt <= now) return 'due';
  return hasBody ? undefined : 'no-body';
}

/** Why a cancellation is refused; undefined if it is not. */
export function cancelRefusal(state: InvocationState): 'ended' | undefined {
  return state.releaseState === null ? 'ended' : undefined;
}

export function retryRequested(state: InvocationState, now: number, probeOf?: Hold): InvocationState {
  if (retryRefusal(state, now, probeOf) !== undefined) return state;
  // A late outcome of the last release must not undo what was asked for by hand.
  const asked = { ...state, settled: true, cuts: 0 };
  const needsSlot = state.orderingKey !== null && state.releaseState === null;
  if (needsSlot) return held(asked);
  return { ...scheduled(asked, now), heldBy: probeOf ?? null };
}

export function cancelRequested(state: InvocationState): InvocationState {
  if (cancelRefusal(state) !== undefined) return state;
  return ended({ ...state, settled: true }, 'cancelled', null);
}
