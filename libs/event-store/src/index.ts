export { migrations } from './migrations.ts';
export { claimEvents, findClaims, type Claim, type ClaimRequest, type RecordOrigin } from './claim-events.ts';
export { insertEvents } from './insert-events.ts';
export {
  deleteRejectedEvents,
  insertRejectedEvents,
  markRepublished,
  type RejectedEvent,
} from './rejected-events.ts';
export {
  findEvent,
  findEvents,
  findEventsBetween,
  listEvents,
  type EventFilter,
  type TenantScope,
} from './list-events.ts';
export { findRejectedEvent, listRejectedEvents } from './list-rejected-events.ts';
export { ensureEventPartitions, maintainEventPartitions } from './event-partitions.ts';
