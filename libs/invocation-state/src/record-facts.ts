import type { FailureReason, NextStep } from '@casewire/events';
import type { RecordFact } from './fact.ts';
import { delivered, ended, givenUp, held, heldByWebhook, nowhere, released, scheduled } from './schedule.ts';
import type { InvocationState } from './state.ts';

type OutcomeFact = Extract<RecordFact, { readonly kind: 'outcome' }>;

export function deliverySeen(state: InvocationState, release: number, now: number): InvocationState {
  const known = state.complete && state.hasBody ? state : { ...state, complete: true, hasBody: true };
  // The first release, or a later one that the ledger does not know because it was restored from a backup.
  if (release > state.release)
    return { ...released({ ...known, heldBy: null }, release, now), settled: false, cuts: 0 };
  const leasedIsOut = release === state.release && state.releaseState === 'leased';
  return leasedIsOut ? released(known, release, now) : known;
}

export function orderedSeen(state: InvocationState, orderingKey: string): InvocationState {
  if (state.orderingKey !== null && state.hasBody) return state;
  const known = { ...state, complete: true, hasBody: true, orderingKey };
  return wasNeverReleased(state) ? held(known) : known;
}

/** An invocation of which nothing is known was never sent: a cut, or a replay, has proved that before. */
export function rematchSeen(state: InvocationState, now: number): InvocationState {
  if (state.complete && state.hasBody) return state;
  const known = { ...state, complete: true, hasBody: true };
  return !state.complete && wasNeverReleased(state) ? scheduled(known, now) : known;
}

export function refusedByMatching(state: InvocationState, reason: FailureReason): InvocationState {
  if (state.complete || !wasNeverReleased(state)) return state;
  return ended({ ...state, complete: true }, 'failed', reason);
}

function wasNeverReleased(state: InvocationState): boolean {
  return state.release === 0 && state.releaseState === null;
}

export function outcome(state: InvocationState, { release, next, probe }: OutcomeFact): InvocationState {
  const isCurrent = release === state.release;
  if (release > state.release || (isCurrent && !state.settled)) {
    const after = rescheduled({ ...state, release, settled: true, cuts: 0 }, next);
    // Else a slow receiver's backlog would be freed at the pace of its deferrals, and come back in vain again and again.
    const isStillFreed = isCurrent && probe === undefined && waitsForRoom(next);
    return isStillFreed ? { ...after, heldBy: state.heldBy } : after;
  }
  if (next.kind !== 'done' || state.status === 'delivered') return state;
  // A late success still counts. Two processes can send the same release while a partition moves from one to the other:
  // a success of the current release then also ends what the other outcome has scheduled. Any success ends a block.
  const { releaseState } = state;
  const isWaiting = isCurrent && releaseState !== 'released' && releaseState !== 'leased';
  const endsAll = isWaiting || releaseState === 'blocking';
  return endsAll ? { ...delivered(state), ...nowhere } : delivered(state);
}

/** Whether delivery only had no place for it, or its webhook's rate none. */
function waitsForRoom(next: NextStep): boolean {
  return next.kind === 'defer' && (next.reason === 'lane-full' || next.reason === 'rate-limited');
}

function rescheduled(state: InvocationState, next: NextStep): InvocationState {
  switch (next.kind) {
    case 'done':
      return { ...delivered(state), ...nowhere };
    case 'retry':
      return scheduled(state, next.at);
    case 'defer':
      return next.hold === undefined
        ? scheduled(state, next.at, next.reason)
        : heldByWebhook(state, next.hold);
    case 'give-up':
      return givenUp(state, next.reason, next.blocks ?? null);
    case 'cancelled':
      return ended(state, 'cancelled', null);
  }
}
