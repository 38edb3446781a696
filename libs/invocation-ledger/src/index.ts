export { migrations } from './migrations.ts';
export {
  contentFromHeaders,
  contentOfDelivery,
  releaseHeaders,
  type InvocationContent,
} from './invocation-content.ts';
export { applyRecords, type AppliedRow } from './apply/apply.ts';
export {
  announceEnds,
  type AnnouncedChange,
  type AnnouncedEnd,
  type Announcer,
} from './apply/announce-ends.ts';
export { inLedgerTransaction, type LedgerTransaction } from './apply/ledger-transaction.ts';
export type { InvocationUpdate } from './apply/invocation-update.ts';
export { loadOffsets, type MovedRange } from './sql/offsets.ts';
export {
  acknowledgeReleases,
  expireLeases,
  leaseDue,
  withinBytes,
  type LeasedRelease,
  type ReleaseChoice,
} from './releases.ts';
export { expireHeld } from './expire-held.ts';
export { freeHeld, hasBacklog, takeNotices, type FreedInvocations } from './free-held.ts';
export type { HealthRules, WebhookEffect } from './apply/observe.ts';
export { removeEndedHolds } from './sql/holds.ts';
export { sendProbes } from './send-probes.ts';
export { countUnsound, type UnsoundWebhooks } from './sql/webhook-states.ts';
export { countReleased, type ReleasedCount } from './sql/released.ts';
export {
  countOpen,
  extendLeases,
  oldestDue,
  selectNextDue,
  selectScheduledHolders,
  wasCrowdedOut,
  type DueInvocation,
  type OpenInvocations,
} from './sql/open-invocations.ts';
export { instant, ledgerClock } from './sql/instants.ts';
export {
  deleteCuts,
  finishCut,
  insertCut,
  listCuts,
  saveAttemptsEnd,
  saveCatchUpOfCut,
  saveDeliveriesEnd,
  selectLatestCut,
  type CatchUpNotes,
  type Cut,
  type NotedOffsets,
  type ShownCut,
} from './sql/cuts.ts';
export { withCutLeadership, withFreeLeadership } from './sql/leadership.ts';
export { advanceSlots, hasLostBodies, liftBlocks, releaseStranded, seekLostBodies } from './find-lost.ts';
export { closeGap, insertGaps, moveGap, selectGaps, type Gap, type LostRange } from './sql/gaps.ts';
export { removeCancellations } from './sql/cancellations.ts';
export { beginRestore, endRestore, findUnfinishedRestore, type RestoreMarks } from './sql/restores.ts';
export {
  cancelOpenOf,
  countOpenOf,
  requestBeginning,
  requestCancel,
  requestRetry,
  type RequestResult,
} from './requests.ts';
export type { WebhookFilter } from './sql/chosen-invocations.ts';
export { firstFact } from './copies.ts';
export {
  beginReplay,
  countReplayable,
  findNextStep,
  MAX_OPEN_REPLAYS,
  requestOfReplay,
  settleReleases,
  takeStep,
  type BeginReplayResult,
  type ReplayRequest,
  type ReplayStep,
} from './replays.ts';
export {
  deleteReplays,
  findReplay,
  listReplays,
  replaySelections,
  replayStates,
  saveCatchUp,
  saveReplayState,
  selectReplaysToTend,
  type Replay,
  type ReplayFilter,
} from './sql/replays.ts';
export { findKnownIds } from './sql/shown-invocations.ts';
export {
  countOutbox,
  deleteFromOutbox,
  leaseFromOutbox,
  type LeasedRecord,
  type OutboxRecord,
} from './sql/outbox.ts';
export {
  addUpStatistics,
  keptSteps,
  removeOldStatistics,
  type KeptStep,
  type StatisticsRange,
} from './sql/statistics.ts';
export { attemptClasses, countedEnds } from './statistics/measures.ts';
export { readStatistics } from './statistics/read-statistics.ts';
export type { Statistics, StatisticsOfStretch } from './statistics/series.ts';
export {
  deleteFailureGroups,
  findFailureGroup,
  listFailureGroups,
  saveIgnoredUntil,
  type FailureGroup,
} from './sql/shown-failure-groups.ts';
export { findUnhandledFailures, type UnhandledFailures } from './sql/unhandled-failures.ts';
export { countBlockedSubjects, type BlockedSubjects } from './sql/blocking.ts';
export { countWaiting, type WaitingCount } from './sql/waiting.ts';
export { removeOldDays } from './retention.ts';
export { failWaitingForGone } from './fail-waiting-for-gone.ts';
export { followRates } from './follow-rates.ts';
export { noteGoneWebhooks } from './sql/gone-webhooks.ts';
export { forgetOldRates, noteRates, type RateNote } from './sql/webhook-rates.ts';
export { ensureLedgerPartitions } from './sql/partitions.ts';
export {
  lookUpInvocations,
  lookUpInvocationsOfEvents,
  type FoundInvocation,
  type InvocationKey,
} from './sql/look-up.ts';
export { countOutcomesOfEvents, type OutcomesOfEvent } from './sql/outcomes-of-events.ts';
export { findCursor, listInvocations, type HistoryFilter, type HistoryStretch } from './sql/pages.ts';
export {
  findInvocation,
  fillsPlaceholders,
  findPayload,
  findSendsOfEvent,
  findSentBodies,
  listInvocationsOfEvent,
  type InvocationOfEvent,
  type InvocationPayload,
  type InvocationSummary,
  type SendsOfEvent,
  type SentBody,
} from './sql/shown-invocations.ts';
export {
  findLastAttempt,
  findAttempt,
  hasAttempt,
  listAttempts,
  type LastAttempt,
  type RecordedAttempt,
} from './sql/attempts.ts';
export { findHolder, type SlotHolder } from './sql/slots.ts';
