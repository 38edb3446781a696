import type { FailureReason, Hold, NextStep } from '@casewire/events';

/** A fact that a record on Kafka tells. Such facts arrive repeatedly and in any order. */
export type RecordFact =
  /** A record on `deliveries.v1` was read: this release is out. */
  | { readonly kind: 'delivery-seen'; readonly release: number }
  /** A record on `ordered.v1` was read: matching wants it released in the order of its key. */
  | { readonly kind: 'ordered-seen'; readonly orderingKey: string }
  /** A record on `ordered.v1` was read that comes of a rematch: its delivery record may have been lost. Or a replay adds it. */
  | { readonly kind: 'rematch-seen' }
  /** Matching could not render its body, or the body was too large for the topic. */
  | { readonly kind: 'refused-by-matching'; readonly reason: FailureReason }
  /** The outcome of a release. */
  | {
      readonly kind: 'outcome';
      readonly release: number;
      readonly next: NextStep;
      /** When the attempt ended; absent where nothing was sent. */
      readonly at?: number;
      /** Number of the probe that the release was. */
      readonly probe?: number;
      /** It is cancelled because the pause that has kept it was over by then, and its backlog skipped. */
      readonly isSkipped?: boolean;
    };

/** A fact that the ledger itself made, decided or found. */
type LedgerFact =
  /** An attempt was added to the ledger. This comes once per attempt, however often its record is read. */
  | {
      readonly kind: 'attempt-recorded';
      readonly startedAt: number;
      readonly responseCode: number | null;
      /** Its class, if it has failed. */
      readonly failure?: string;
      readonly isFailedProbe?: boolean;
    }
  /** A history process took it, and has to produce it before `until`. */
  | { readonly kind: 'leased'; readonly release: number; readonly until: number }
  /** The broker has the leased release (acks=all). */
  | { readonly kind: 'release-acknowledged'; readonly release: number }
  /** The lease may be over. */
  | { readonly kind: 'lease-expired' }
  /**
   * A cut begun at `begunAt` has proved that a release written before that was lost outside Casewire. `blocks`: its
   * webhook blocks the subject if the invocation is given up for that.
   */
  | { readonly kind: 'stranded'; readonly begunAt: number; readonly blocks?: boolean }
  /** A cut has proved that its delivery record can no longer come, and had its event rematched. */
  | { readonly kind: 'body-sought' }
  /** A cut has proved that its delivery record can no longer come, and its event is gone too. */
  | { readonly kind: 'body-lost' }
  /** It is its turn in its slot. */
  | { readonly kind: 'slot-granted' }
  /** Its webhook no longer blocks the subjects of what is given up. */
  | { readonly kind: 'block-lifted' }
  /** Its webhook was disabled, because the receiver has answered 410 Gone. */
  | { readonly kind: 'receiver-gone' }
  /** The rate of its webhook was changed. If it waits for its rate, it is due at `dueAt` now. */
  | { readonly kind: 'rate-changed'; readonly dueAt: number }
  /** It is due, and its webhook is on hold. */
  | { readonly kind: 'due-on-hold'; readonly hold: Hold }
  /** It is released although its webhook is on hold: whether it succeeds decides when the hold ends. */
  | { readonly kind: 'chosen-as-probe'; readonly hold: Hold }
  /** A hold has ended, and what it has kept is sent. `by`: who has ended it, if somebody has. */
  | { readonly kind: 'hold-ended'; readonly hold: Hold; readonly by?: string | undefined }
  /** A hold has ended, and what has waited meanwhile is not sent. `by`: who has chosen that. */
  | { readonly kind: 'skipped'; readonly by?: string | undefined }
  /**
   * It is held for longer than the retry policy of its webhook lets attempts start: since before `since`. `blocks`: its
   * webhook blocks the subject if the invocation is given up for that.
   */
  | { readonly kind: 'outlived'; readonly since: number; readonly blocks?: boolean }
  /** Retention is about to remove it. */
  | { readonly kind: 'expired' };

/** A request of a person over REST. `by`: who has asked, as the audit names actors. */
type RequestFact =
  | {
      readonly kind: 'retry-requested';
      readonly by?: string;
      /** A replay sends it, of which the audit knows who has begun it. */
      readonly isReplay?: boolean;
      /** It is sent as the probe of an open breaker. */
      readonly probeOf?: Hold;
    }
  | { readonly kind: 'cancel-requested'; readonly by: string };

export type Fact = RecordFact | LedgerFact | RequestFact;
