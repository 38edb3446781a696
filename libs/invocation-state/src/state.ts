import type { FailureReason, WaitReason } from '@casewire/events';

/** What an invocation came to. `delivered` is final: no fact takes it back. */
export type InvocationStatus = 'pending' | 'delivered' | 'failed' | 'cancelled';

/**
 * Where the invocation's next or current release is.
 * - `released`: on `deliveries.v1`, or a delivery process has it
 * - `scheduled`: waits for its due time
 * - `claimed`: being produced by a process that holds a lease
 * - `held`: waits for the predecessor in its slot
 */
export type ReleaseState = 'released' | 'scheduled' | 'claimed' | 'held';

/** The state of an invocation, without its content. Instants are milliseconds since the epoch, by the ledger's clock. */
export interface InvocationState {
  /** Its delivery record was applied, or is known to be lost. Until then no page shows the invocation. */
  readonly complete: boolean;
  /** Its body is stored, so that it can be released. */
  readonly hasBody: boolean;
  readonly status: InvocationStatus;
  /** Null when no release is to come. A delivered invocation has release states again when it is retried by hand. */
  readonly releaseState: ReleaseState | null;
  /** Highest release known; 0 before the first. */
  readonly release: number;
  /** The outcome of the current release has decided the schedule, or no longer may. */
  readonly settled: boolean;
  /** Why it failed, or what it waits for; null where the status says it all. */
  readonly reason: FailureReason | WaitReason | null;
  /** When it is to be released, if `scheduled`. */
  readonly dueAt: number | null;
  /** When the ledger wrote the row as `released`. */
  readonly releasedAt: number | null;
  /** End of the lease, if `claimed`. */
  readonly claimedUntil: number | null;
  /** How many cuts in a row have released it again without an outcome, or sought its body in vain. */
  readonly cuts: number;
  /** Invocations of a webhook that have the same key share a slot: one of them is released at a time. Null: unordered. */
  readonly orderingKey: string | null;
  /** How many HTTP attempts are recorded. */
  readonly attempts: number;
  readonly lastAttemptAt: number | null;
  /** HTTP status of the last attempt; null if it got no answer. */
  readonly responseCode: number | null;
}

/** An invocation of which nothing is known yet. */
export const unknownInvocation: InvocationState = {
  complete: false,
  hasBody: false,
  status: 'pending',
  releaseState: null,
  release: 0,
  settled: true,
  reason: null,
  dueAt: null,
  releasedAt: null,
  claimedUntil: null,
  cuts: 0,
  orderingKey: null,
  attempts: 0,
  lastAttemptAt: null,
  responseCode: null,
};
