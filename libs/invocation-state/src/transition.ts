import type { Fact } from './fact.ts';
import * as ledger from './ledger-facts.ts';
import { notesAfter } from './notes-after.ts';
import * as records from './record-facts.ts';
import * as requests from './request-facts.ts';
import type { EndStatus, InvocationState } from './state.ts';

/** Work of the ledger beside writing the new state. */
export type Action =
  /** Give the row its place in the history. */
  | { readonly kind: 'make-visible' }
  /** Write the body and the headers that came with the fact. */
  | { readonly kind: 'store-body' }
  /** Put it in the queue of its slot; `slot-granted` follows when it is its turn. */
  | { readonly kind: 'request-slot' }
  /** Make it the current invocation of its slot, in place of any other: it is out already. */
  | { readonly kind: 'take-slot' }
  /** Take it out of its slot and of the slot's queue. */
  | { readonly kind: 'leave-slot' };

/** One end of an invocation. */
export interface InvocationEnd {
  /** 1 for the first. Of several ends, the one with the highest number says what became of the invocation. */
  readonly number: number;
  readonly status: EndStatus;
  /** Why it has failed; null if it has not. */
  readonly reason: InvocationState['reason'];
}

export interface Transition {
  /** The same object if the fact changes nothing. */
  readonly state: InvocationState;
  readonly actions: readonly Action[];
  /** Absent unless the fact ends the invocation, or changes how it has ended. */
  readonly end?: InvocationEnd;
}

/**
 * The state of an invocation after a fact. A fact that does not fit the state, because it is late, repeated or of an
 * earlier release, changes nothing; no fact is an error.
 * @param now the ledger's clock, milliseconds since the epoch
 */
export function transition(state: InvocationState, fact: Fact, now: number): Transition {
  const changed = nextState(state, fact, now);
  if (changed === state) return { state, actions: [] };
  const notes = notesAfter(state, changed, fact, now);
  const next = notes === state.notes ? changed : { ...changed, notes };
  const actions = actionsBetween(state, next);
  const { status, reason } = next;
  if (status === state.status) return { state: next, actions };
  if (status === 'pending') return { state: { ...next, endedAt: null }, actions };
  const number = state.ends + 1;
  const endedAt = (fact.kind === 'outcome' ? fact.at : undefined) ?? now;
  return { state: { ...next, ends: number, endedAt }, actions, end: { number, status, reason } };
}

function nextState(state: InvocationState, fact: Fact, now: number): InvocationState {
  switch (fact.kind) {
    case 'delivery-seen':
      return records.deliverySeen(state, fact.release, now);
    case 'ordered-seen':
      return records.orderedSeen(state, fact.orderingKey);
    case 'rematch-seen':
      return records.rematchSeen(state, now);
    case 'refused-by-matching':
      return records.refusedByMatching(state, fact.reason);
    case 'outcome':
      return records.outcome(state, fact);
    case 'attempt-recorded':
      return ledger.attemptRecorded(state, fact);
    case 'leased':
      return ledger.leased(state, fact);
    case 'release-acknowledged':
      return ledger.releaseAcknowledged(state, fact.release, now);
    case 'lease-expired':
      return ledger.leaseExpired(state, now);
    case 'stranded':
      return ledger.stranded(state, fact, now);
    case 'body-sought':
      return ledger.bodySought(state);
    case 'body-lost':
      return ledger.bodyLost(state);
    case 'slot-granted':
      return ledger.slotGranted(state, now);
    case 'block-lifted':
      return ledger.blockLifted(state);
    case 'receiver-gone':
      return ledger.receiverGone(state);
    case 'rate-changed':
      return ledger.rateChanged(state, fact.dueAt, now);
    case 'due-on-hold':
      return ledger.dueOnHold(state, fact.hold, now);
    case 'chosen-as-probe':
      return ledger.chosenAsProbe(state, fact.hold, now);
    case 'hold-ended':
      return ledger.holdEnded(state, fact.hold, now);
    case 'skipped':
      return ledger.skipped(state);
    case 'outlived':
      return ledger.outlived(state, fact);
    case 'expired':
      return ledger.expired(state);
    case 'retry-requested':
      return requests.retryRequested(state, now, fact.probeOf);
    case 'cancel-requested':
      return requests.cancelRequested(state);
  }
}

/** Derives the actions from the change of state, so that no kind of fact can forget one. */
function actionsBetween(before: InvocationState, after: InvocationState): Action[] {
  const actions: Action[] = [];
  if (after.hasBody && !before.hasBody) actions.push({ kind: 'store-body' });
  if (after.complete && !before.complete) actions.push({ kind: 'make-visible' });
  if (after.orderingKey !== null) actions.push(...slotActions(before, after));
  return actions;
}

function slotActions(before: InvocationState, after: InvocationState): Action[] {
  if (after.releaseState === before.releaseState && after.orderingKey === before.orderingKey) return [];
  if (after.releaseState === null) return before.releaseState === null ? [] : [{ kind: 'leave-slot' }];
  if (after.releaseState === 'held') return [{ kind: 'request-slot' }];
  const wasCurrent =
    before.orderingKey !== null && before.releaseState !== null && before.releaseState !== 'held';
  return wasCurrent ? [] : [{ kind: 'take-slot' }];
}
