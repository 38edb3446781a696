export {
  unknownInvocation,
  type EndStatus,
  type InvocationState,
  type InvocationStatus,
  type ReleaseState,
} from './state.ts';
export type { Fact } from './fact.ts';
export { noteKinds, type InvocationNote } from './note.ts';
export { MAX_NOTES } from './notes-after.ts';
export { transition, type Action, type InvocationEnd, type Transition } from './transition.ts';
export { cancelRefusal, retryRefusal, type RetryRefusal } from './request-facts.ts';
export { apiStatus, apiStatuses, type ApiStatus } from './api-status.ts';
export {
  isSound,
  nextHealth,
  ownPauseEnded,
  unknownHealth,
  type FailingBy,
  type HealthEffect,
  type HealthLimits,
  type Observation,
  type WebhookHealth,
} from './webhook-health.ts';
export {
  backlogAnswered,
  closedBreaker,
  heldByOpening,
  isAtRest,
  nextBreaker,
  noProbeFound,
  openingDropped,
  probeAtOnce,
  probeEnded,
  probeSent,
  type Breaker,
  type BreakerEffect,
  type BreakerLimits,
  type Opening,
} from './breaker.ts';
export {
  failureGroupState,
  failureGroupStates,
  RECOVERY_MS,
  type FailureGroupState,
} from './failure-group.ts';
