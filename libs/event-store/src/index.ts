export { migrations } from './migrations.ts';
export { acceptEvents, type AcceptRequest, type Claim, type RecordOrigin } from './accept-events.ts';
export { findClaims, reserveClaims, type AcceptanceTimes, type ReservationRequest } from './claim-events.ts';
export {
  countRejectedEvents,
  deleteRejectedEvents,
  findRejectedEvent,
  hasRejectedEvent,
  insertRejectedEvents,
  listRejectedEvents,
  markRepublished,
  type ListedRejectedEvent,
  type RejectedCase,
  type RejectedCount,
  type RejectedEvent,
  type RejectedFilter,
  type RejectedScope,
} from './rejected-events.ts';
export {
  findEvent,
  findEvents,
  findEventsAbove,
  findEventsBetween,
  hasEvent,
  lastEventSeq,
  listEvents,
  type EventFilter,
  type EventStretch,
  type ListedEvent,
  type PlacedEvent,
} from './events.ts';
export { ensureEventPartitions, maintainEventPartitions } from './event-partitions.ts';
export { lookUpEvents, type EventKey, type FoundEvent } from './look-up-events.ts';
export {
  lookUpRejectedEvents,
  type FoundRejectedEvent,
  type RejectedKey,
} from './look-up-rejected-events.ts';
