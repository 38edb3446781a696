import type { FailureReason, WaitReason } from '@casewire/events';

/**
 * What can happen to an invocation beside its attempts.
 * - `held`: a hold of its webhook began to keep it
 * - `resumed`: that hold has ended, and it is sent
 * - `retried`: somebody, or a replay, has asked to send it again
 * - `cancelled`: nothing more is sent of it, because somebody has asked for that, skipped it or deleted its webhook
 * - `expired`: it has failed because it was held for too long, or because the history is kept no longer
 */
export const noteKinds = ['held', 'resumed', 'retried', 'cancelled', 'expired'] as const;

/** One thing that happened to an invocation beside its attempts. */
export interface InvocationNote {
  /** Counted from 1. Where the first note that is kept has another number, there were others before it. */
  readonly number: number;
  /** Milliseconds since the epoch, by the ledger's clock. */
  readonly at: number;
  readonly what: (typeof noteKinds)[number];
  /** Who has asked for it, as the audit names actors. Absent where nobody has, or where it is not known. */
  readonly by?: string;
  /** What holds it, or why it was ended or is sent again. */
  readonly reason?: WaitReason | FailureReason | 'skipped' | 'replay';
}
