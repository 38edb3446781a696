export { migrations } from './migrations.ts';
export {
  claimEvents,
  findClaims,
  reserveClaims,
  type Claim,
  type ClaimRequest,
  type RecordOrigin,
} from './claim-events.ts';
export {
  deleteRejectedEvents,
  findRejectedEvent,
  insertRejectedEvents,
  listRejectedEvents,
  markRepublished,
  type RejectedEvent,
} from './rejected-events.ts';
export {
  findEvent,
  findEvents,
  findEventsBetween,
  insertEvents,
  listEvents,
  type EventFilter,
} from './events.ts';
export { ensureEventPartitions, maintainEventPartitions } from './event-partitions.ts';
