import type { InvocationState } from './state.ts';

/** The one word by which the API shows an invocation. */
export const apiStatuses = ['pending', 'retrying', 'held', 'delivered', 'failed', 'cancelled'] as const;

export type ApiStatus = (typeof apiStatuses)[number];

/** `retrying`: at least one attempt was made and another is to come. A delivered one stays `delivered` while it is sent again. */
export function apiStatus(state: Pick<InvocationState, 'status' | 'releaseState' | 'attempts'>): ApiStatus {
  if (state.status !== 'pending') return state.status;
  if (state.releaseState === 'held') return 'held';
  return state.attempts > 0 ? 'retrying' : 'pending';
}
