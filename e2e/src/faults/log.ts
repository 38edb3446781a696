import type { FaultKindName } from './kinds.ts';
import type { Stream } from './streams.ts';

// What users see of a run. Times are milliseconds since the epoch.

/** An event that was answered 202 or acknowledged by the broker. */
export interface AcceptedEvent {
  readonly stream: string;
  /** Of the event, unique within its stream. */
  readonly id: string;
  readonly subject: string;
  /** Its place among the events of its subject. */
  readonly place: number;
  /** When it was published first. It may be accepted from then on, whenever the answer comes. */
  readonly publishedAt: number;
  readonly acceptedAt: number;
}

/** A request that reached a receiver. */
export interface Receipt {
  readonly stream: string;
  readonly eventId: string;
  /** The header `webhook-id`: the id of the invocation. */
  readonly invocationId: string;
  readonly receivedAt: number;
  readonly isGenuine: boolean;
  /** Whether the receiver answered that it has it. */
  readonly isTaken: boolean;
}

/** An invocation as the history shows it. */
export interface ShownInvocation {
  readonly stream: string;
  readonly id: string;
  readonly eventId: string;
  readonly eventUid: string;
  /** When Casewire accepted its event: for one that waited on Kafka, long after the broker acknowledged it. */
  readonly acceptedAt: number;
  readonly status: string;
  readonly reason: string | null;
  /** The invocation that a replay with new ids has copied. */
  readonly copyOf: string | null;
}

/** A fault as it happened. */
export interface FaultRecord {
  readonly kind: FaultKindName;
  readonly target: string;
  readonly beganAt: number;
  /** When it was mended: the process was ready again. */
  readonly endedAt: number;
}

/** A stretch of time for which a receiver gets no more than so much. */
export interface Restraint {
  readonly stream: string;
  readonly why: 'paused' | 'limited' | 'unavailable';
  /** Requests a second: 0 while its customer has paused it. */
  readonly perSecond: number;
  /** When its customer was told that it is so. */
  readonly from: number;
  /** When its customer asked for the end, or the receiver came back. */
  readonly until: number;
}

/** A replay as the API shows it when the run is over. */
export interface ShownReplay {
  readonly stream: string;
  readonly id: string;
  readonly state: string;
  readonly selection: 'failed' | 'all' | 'missing';
  readonly newIds: boolean;
  /** Of events that were accepted from `since` on and before `until`. */
  readonly since: number;
  readonly until: number;
  readonly createdAt: number;
  readonly started: number;
  readonly waiting: number;
}

/** What users have seen of a run. */
export interface Log {
  readonly streams: readonly Stream[];
  readonly accepted: readonly AcceptedEvent[];
  /** In the order of their arrival. */
  readonly receipts: readonly Receipt[];
  readonly invocations: readonly ShownInvocation[];
  /** In the order of their beginning. */
  readonly faults: readonly FaultRecord[];
  readonly restraints: readonly Restraint[];
  /** In the order of their creation. */
  readonly replays: readonly ShownReplay[];
  /** Ids of the invocations that customers have asked to cancel. */
  readonly cancelled: ReadonlySet<string>;
}
