import {
  failureClassOfEnd,
  reasonOfHold,
  type FailureReason,
  type Hold,
  type WaitReason,
} from '@casewire/events';
import type { InvocationState } from './state.ts';

/** A delivered invocation keeps its status, whatever becomes of later releases. */
function withStatus(
  state: InvocationState,
  status: InvocationState['status'],
  reason: InvocationState['reason'],
): InvocationState {
  return state.status === 'delivered' ? state : { ...state, status, reason };
}

/** No release is out, and none follows. */
export function ended(
  state: InvocationState,
  status: 'failed' | 'cancelled',
  reason: FailureReason | null,
): InvocationState {
  const isFailed = reason !== null && state.status !== 'delivered';
  const failure = isFailed ? failureClassOfEnd(reason, state.failure) : null;
  return { ...withStatus(state, status, reason), ...nowhere, failure };
}

/**
 * Casewire sends it no more by itself.
 * @param blocks the ordering key of the slot that it keeps, so that nothing later of its subject is released; null for
 *   none. What was delivered once holds nothing up when it fails again.
 */
export function givenUp(
  state: InvocationState,
  reason: FailureReason,
  blocks: string | null,
): InvocationState {
  const end = ended(state, 'failed', reason);
  if (blocks === null || state.status === 'delivered') return end;
  return { ...end, releaseState: 'blocking', orderingKey: state.orderingKey ?? blocks };
}

export function delivered(state: InvocationState): InvocationState {
  return { ...state, status: 'delivered', reason: null, failure: null };
}

/** To be released at `dueAt`. */
export function scheduled(
  state: InvocationState,
  dueAt: number,
  reason: WaitReason | null = null,
): InvocationState {
  return { ...withStatus(state, 'pending', reason), ...nowhere, releaseState: 'scheduled', dueAt };
}

export function held(state: InvocationState): InvocationState {
  return { ...withStatus(state, 'pending', 'predecessor'), ...nowhere, releaseState: 'held' };
}

/** To be released when `hold` ends. */
export function heldByWebhook(state: InvocationState, hold: Hold): InvocationState {
  return {
    ...withStatus(state, 'pending', reasonOfHold(hold)),
    ...nowhere,
    releaseState: 'held-by-webhook',
    heldBy: hold,
  };
}

/** `release` is on `deliveries.v1`. @param now when the ledger writes that */
export function released(state: InvocationState, release: number, now: number): InvocationState {
  return {
    ...withStatus(state, 'pending', null),
    ...nowhere,
    releaseState: 'released',
    release,
    releasedAt: now,
    heldBy: state.heldBy,
  };
}

/** No release state, and nothing that belongs to one. */
export const nowhere = {
  releaseState: null,
  dueAt: null,
  releasedAt: null,
  leasedUntil: null,
  heldBy: null,
} as const;
