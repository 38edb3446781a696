/**
 * - `open`: its webhook has not succeeded since the last failure of the group
 * - `recovering`: its webhook succeeds again
 * - `ended`: nothing of it has failed that was neither sent again nor dismissed, and its webhook has succeeded for a while
 *   without such a failure
 */
export const failureGroupStates = ['open', 'recovering', 'ended'] as const;

export type FailureGroupState = (typeof failureGroupStates)[number];

/** For how long the webhook of a group has to succeed without a failure of the group until it ends. */
export const RECOVERY_MS = 10 * 60_000;

/** What decides the state of a group. Instants are milliseconds since the epoch. */
export interface FailureGroupFacts {
  /** The first success of its webhook since the last failure of the group; null while there is none. */
  readonly recoveringSince: number | null;
  /** Whether an invocation of it has failed, and was neither sent again nor dismissed since. One that was cancelled has not. */
  readonly hasFailed: boolean;
}

/** The state of a group. */
export function failureGroupState(
  { recoveringSince, hasFailed }: FailureGroupFacts,
  now: number,
): FailureGroupState {
  if (recoveringSince === null) return 'open';
  return hasFailed || now - recoveringSince < RECOVERY_MS ? 'recovering' : 'ended';
}
