import type { FailureReason, NextStep } from '@casewire/events';

/** What a record on Kafka tells. Such facts arrive repeatedly and in any order. */
export type RecordFact =
  /** Its record stands on `deliveries.v1`. */
  | { readonly kind: 'delivery-seen'; readonly release: number }
  /** Matching handed it over for ordered release. */
  | { readonly kind: 'ordered-seen'; readonly orderingKey: string }
  /** Its event was matched again, in case its delivery record was lost. */
  | { readonly kind: 'recovered' }
  /** Matching could not render its body, or the body was too large for the topic. */
  | { readonly kind: 'refused-by-matching'; readonly reason: FailureReason }
  /** What became of a release. */
  | { readonly kind: 'outcome'; readonly release: number; readonly next: NextStep };

/** What the ledger itself did, decided or found. */
type LedgerFact =
  /** An attempt was added to the ledger: once per attempt, however often its record is read. */
  | { readonly kind: 'attempt-recorded'; readonly startedAt: number; readonly responseCode: number | null }
  /** A scheduler took it, and has to produce it before `until`. */
  | { readonly kind: 'claimed'; readonly release: number; readonly until: number }
  /** The broker has the claimed release (acks=all). */
  | { readonly kind: 'release-acknowledged'; readonly release: number }
  | { readonly kind: 'lease-expired' }
  /** A cut begun at `begunAt` found that its release was lost outside the system. */
  | { readonly kind: 'stranded'; readonly begunAt: number }
  /** A cut found that its delivery record can no longer come, and had its event matched again. */
  | { readonly kind: 'body-sought' }
  /** The same, and its event is gone too. */
  | { readonly kind: 'body-lost' }
  /** It is its turn in its slot. */
  | { readonly kind: 'slot-granted' }
  /** Retention is about to remove it. */
  | { readonly kind: 'expired' };

/** What a person asked for over REST. */
type RequestFact = { readonly kind: 'retry-requested' } | { readonly kind: 'cancel-requested' };

export type Fact = RecordFact | LedgerFact | RequestFact;
