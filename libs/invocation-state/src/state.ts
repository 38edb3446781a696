import type { FailureReason, Hold, WaitReason } from '@casewire/events';
import type { InvocationNote } from './note.ts';

/** The result of an invocation so far. `delivered` is final: no fact changes it. */
export type InvocationStatus = 'pending' | EndStatus;

/** A status of an invocation that has ended. */
export type EndStatus = 'delivered' | 'failed' | 'cancelled';

/**
 * Where the invocation's next or current release is.
 * - `released`: on `deliveries.v1`, or with a delivery process
 * - `scheduled`: waits for its due time
 * - `leased`: being produced by a history process, which has a lease on it until `leasedUntil`
 * - `held`: waits in the queue of its slot for its predecessor
 * - `held-by-webhook`: waits for the end of a hold of its webhook. An ordered one stays the current one of its slot.
 * - `blocking`: has failed, and keeps its slot until somebody retries or cancels it
 */
export type ReleaseState = 'released' | 'scheduled' | 'leased' | 'held' | 'held-by-webhook' | 'blocking';

/** The state of an invocation, without its content. Instants are milliseconds since the epoch, by the ledger's clock. */
export interface InvocationState {
  /** Its delivery record was applied, or is known to be lost. Until then it is hidden: no page shows it. */
  readonly complete: boolean;
  /** Its body is stored, so that it can be released. */
  readonly hasBody: boolean;
  readonly status: InvocationStatus;
  /** How often its status has become an end: a failed invocation that is delivered later has ended twice. */
  readonly ends: number;
  /** When the status became the end that it is; null while it is `pending`, and where an older version has ended it. */
  readonly endedAt: number | null;
  /** Null when no release is to come. A delivered invocation has release states again when it is retried by hand. */
  readonly releaseState: ReleaseState | null;
  /** Highest release known; 0 before the first. */
  readonly release: number;
  /** An outcome of the current release no longer changes the schedule: another outcome or a request by hand has. */
  readonly settled: boolean;
  /** Why it failed, or what it waits for; null in all other cases. */
  readonly reason: FailureReason | WaitReason | null;
  /**
   * The class of its last failure: what its last attempt has failed with, or why it has failed without one. Null before
   * the first failure, and once it is delivered or cancelled.
   */
  readonly failure: string | null;
  /** When it is to be released; null unless `scheduled`. */
  readonly dueAt: number | null;
  /** When the ledger wrote that it is `released`; null in other release states. */
  readonly releasedAt: number | null;
  /** When the lease ends; null unless `leased`. */
  readonly leasedUntil: number | null;
  /** The hold that keeps it, or has kept it until the next outcome for which delivery had room. */
  readonly heldBy: Hold | null;
  /** How many cuts in a row have scheduled it again without an outcome since, or have sought its body in vain. */
  readonly cuts: number;
  /** Invocations of a webhook that have the same key share a slot: one of them at a time is released. Null: unordered. */
  readonly orderingKey: string | null;
  /** How many HTTP attempts are recorded. */
  readonly attempts: number;
  /** How many of them were probes that failed: they use up no retry. */
  readonly failedProbes: number;
  readonly lastAttemptAt: number | null;
  /** HTTP status of the last attempt; null if it got no answer. */
  readonly responseCode: number | null;
  /** What happened to it beside attempts, in order: the newest 20. Empty for most. */
  readonly notes: readonly InvocationNote[];
}

/** The state of an invocation before the first fact. */
export const unknownInvocation: InvocationState = {
  complete: false,
  hasBody: false,
  status: 'pending',
  ends: 0,
  endedAt: null,
  releaseState: null,
  release: 0,
  settled: true,
  reason: null,
  failure: null,
  dueAt: null,
  releasedAt: null,
  leasedUntil: null,
  heldBy: null,
  cuts: 0,
  orderingKey: null,
  attempts: 0,
  failedProbes: 0,
  lastAttemptAt: null,
  responseCode: null,
  notes: [],
};
