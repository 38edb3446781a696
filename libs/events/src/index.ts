export { environments, isEnvironment, type Environment } from './environment.ts';
export type { TenantScope } from './tenant-scope.ts';
export { instantSchema, parseInstant } from './instant.ts';
export { topics, topicName, type TopicKey, type TopicSpecification } from './topics.ts';
export {
  acceptedKey,
  decodeAcceptedRecord,
  encodeAcceptedHeaders,
  encodeEventHeaders,
  encodeRematchHeaders,
  isRematch,
  type AcceptedEvent,
  type EventAttributes,
} from './accepted-event.ts';
export { isCasewireType, CASEWIRE_TYPE_PREFIX } from './casewire-types.ts';
export { openReceipt, RECEIPT_HEADER, sealReceipt } from './receipt.ts';
export {
  dataUrls,
  openDataAddress,
  sealDataAddress,
  type AddressedData,
  type DataUrlOf,
} from './data-address.ts';
export { INSPECTION_HEADER, openInspection, sealInspection, type Inspection } from './inspection.ts';
export { inspectorAddresses, type InspectorAddresses } from './inspector-address.ts';
export { decodeJudgedEvent, encodeJudgedEvent, type JudgedEvent } from './judged-event.ts';
export { describeJsonFault } from './json-fault.ts';
export { MalformedRecordError, type RecordHeaders } from './record-headers.ts';
export {
  carriedHeaders,
  COPY_OF_HEADER,
  decodeDeliveryHeaders,
  decodeDisposition,
  encodeCarriedHeaders,
  encodeDeliveryHeaders,
  encodeOrderedHeaders,
  encodeReleaseHeaders,
  keyOfEvent,
  type DeliveryColumns,
  type DeliveryMetadata,
  type Disposition,
} from './delivery-record.ts';
export {
  attemptOutcomes,
  attemptViewSchema,
  decodeReleaseOutcome,
  encodeReleaseOutcome,
  readNextStep,
  testSendSchema,
  toAttemptView,
  type Attempt,
  type AttemptOutcome,
  type AttemptView,
  type NextStep,
  type ReleaseOutcome,
  type TestSend,
} from './release-outcome.ts';
export {
  backlogChoices,
  decodeHold,
  encodeHold,
  holdKinds,
  holdSchema,
  reasonOfHold,
  type BacklogChoice,
  type Hold,
} from './hold.ts';
export {
  describeReasons,
  reasons,
  type DeadLetterReason,
  type FailureReason,
  type Reason,
  type RejectionReason,
  type WaitReason,
} from './reasons.ts';
export {
  copyId,
  eventUid,
  identityHash,
  invocationId,
  lowestIdAt,
  timeOrderedUuid,
  uuidTimestampMs,
  type EventIdentity,
} from './ids.ts';
export {
  ANY_NAME,
  coversPointer,
  MAX_POINTER_LEVELS,
  pointerNames,
  pointerProblem,
  selectJson,
  type JsonSelection,
} from './json-selection.ts';
export {
  arrayElements,
  eachMember,
  elementsAt,
  membersNamed,
  namedMembers,
  objectMembers,
  trimJson,
} from './raw-json.ts';
export {
  ANSWER_CLASS,
  explainFailureClass,
  failureClassOf,
  failureClassOfEnd,
  MAX_ANSWER_CLASSES,
  MAX_FAILURE_CLASSES,
  OTHER_FAILURE,
} from './failure-class.ts';
