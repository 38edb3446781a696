export { migrations } from './migrations.ts';
export {
  claimEvents,
  findClaims,
  reserveClaims,
  type AcceptanceTimes,
  type Claim,
  type ClaimRequest,
  type RecordOrigin,
  type ReservationRequest,
} from './claim-events.ts';
export {
  deleteRejectedEvents,
  findRejectedEvent,
  hasRejectedEvent,
  insertRejectedEvents,
  listRejectedEvents,
  markRepublished,
  type ListedRejectedEvent,
  type RejectedEvent,
  type RejectedScope,
} from './rejected-events.ts';
export {
  findEvent,
  findEvents,
  findEventsBetween,
  hasEvent,
  insertEvents,
  listEvents,
  type EventFilter,
  type ListedEvent,
} from './events.ts';
export { ensureEventPartitions, maintainEventPartitions } from './event-partitions.ts';
