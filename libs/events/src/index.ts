export { environments, isEnvironment, type Environment } from './environment.ts';
export { topics, topicName, type TopicKey, type TopicSpecification } from './topics.ts';
export type { AcceptedEvent, EventAttributes } from './accepted-event.ts';
export {
  acceptedKey,
  decodeAcceptedRecord,
  encodeAcceptedHeaders,
  encodeRematchHeaders,
  isRematch,
} from './accepted-record.ts';
export { MalformedRecordError, requireHeader, type RecordHeaders } from './record-headers.ts';
export {
  decodeDeliveryHeaders,
  decodeDisposition,
  encodeCarriedHeaders,
  encodeDeliveryHeaders,
  encodeOrderedHeaders,
  type DeliveryMetadata,
  type Disposition,
} from './delivery-record.ts';
export {
  attemptOutcomes,
  decodeReleaseOutcome,
  encodeReleaseOutcome,
  type Attempt,
  type AttemptOutcome,
  type NextStep,
  type ReleaseOutcome,
} from './release-outcome.ts';
export { attemptViewSchema, toAttemptView, type AttemptView } from './attempt-view.ts';
export { testSendSchema, type TestSend } from './test-send.ts';
export {
  eventUid,
  identityHash,
  invocationId,
  lowestIdAt,
  timeOrderedUuid,
  uuidTimestampMs,
  type EventIdentity,
} from './ids.ts';
export {
  arrayElement,
  arrayElements,
  eachMember,
  objectMember,
  objectMembers,
  trimJson,
} from './raw-json.ts';
