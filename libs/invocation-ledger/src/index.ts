export { migrations } from './migrations/index.ts';
export type { LedgerScope } from './ledger-scope.ts';
export {
  contentFromHeaders,
  contentOfDelivery,
  releaseHeaders,
  type InvocationContent,
} from './content/invocation-content.ts';
export { applyRecords, type LedgerBatch } from './apply/apply-records.ts';
export { inLedgerTransaction, type LedgerTransaction } from './apply/in-ledger-transaction.ts';
export { applyToLedger } from './apply/apply-to-ledger.ts';
export type { AppliedRow } from './apply/apply-updates.ts';
export type { InvocationUpdate } from './apply/invocation-update.ts';
export type { AttemptRecord } from './statements/insert-attempts.ts';
export type { MovedRange } from './statements/move-offsets.ts';
export { loadOffsets, type LedgerPosition } from './statements/load-offsets.ts';
export { claimDue, type ClaimedRelease, type ClaimLimits } from './schedule/claim-due.ts';
export { acknowledgeReleases } from './schedule/acknowledge-releases.ts';
export { expireLeases } from './schedule/expire-leases.ts';
export { selectNextDue } from './statements/select-next-due.ts';
export { ledgerClock } from './statements/ledger-clock.ts';
export { withCutLeadership } from './cut/with-cut-leadership.ts';
export {
  deleteCuts,
  finishCut,
  insertCut,
  saveAttemptsEnd,
  saveDeliveriesEnd,
  selectLatestCut,
  type Cut,
  type NotedOffsets,
} from './statements/cuts.ts';
export { releaseStranded, type StrandedInvocations } from './cut/release-stranded.ts';
export { seekLostBodies } from './cut/seek-lost-bodies.ts';
export { closeGap, insertGaps, moveGap, selectGaps, type Gap, type LostRange } from './statements/gaps.ts';
export { advanceSlots } from './cut/advance-slots.ts';
export { removeCancellations } from './cut/remove-cancellations.ts';
export { beginRestore, endRestore, findUnfinishedRestore, type RestoreMarks } from './restore/restores.ts';
export { requestRetry, type RequestResult } from './requests/request-retry.ts';
export { requestCancel } from './requests/request-cancel.ts';
export { ensureLedgerPartitions } from './retention/partitions.ts';
export { removeOldDays, retainedFrom } from './retention/remove-old-days.ts';
export { findCursor, type HistoryCursor } from './read/find-cursor.ts';
export type { HistoryFilter } from './read/history-filter.ts';
export { findInvocation, findPayload, type InvocationPayload } from './read/find-invocation.ts';
export { findSentBodies, type SentBody } from './read/find-sent-bodies.ts';
export { listInvocations, type HistoryStretch } from './read/list-invocations.ts';
export type { InvocationSummary } from './read/invocation-view.ts';
export { listAttempts, type RecordedAttempt } from './read/list-attempts.ts';
export { listInvocationsOfEvent, type InvocationOfEvent } from './read/list-invocations-of-event.ts';
export { countOpen, type OpenInvocations } from './read/count-open.ts';
