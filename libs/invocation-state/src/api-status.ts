import type { InvocationState } from './state.ts';

/** The one word that the API shows for status and release state. */
export const apiStatuses = ['pending', 'retrying', 'held', 'delivered', 'failed', 'cancelled'] as const;

export type ApiStatus = (typeof apiStatuses)[number];

/**
 * `retrying` means that an attempt was made and another follows. A delivered invocation stays `delivered` while it is
 * sent again by hand.
 */
export function apiStatus(state: Pick<InvocationState, 'status' | 'releaseState' | 'attempts'>): ApiStatus {
  if (state.status !== 'pending') return state.status;
  if (state.releaseState === 'held' || state.releaseState === 'held-by-webhook') return 'held';
  return state.attempts > 0 ? 'retrying' : 'pending';
}
