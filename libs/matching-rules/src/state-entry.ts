import type { MatchExplanation } from './explain-match.ts';

/** The states of a run that an event tells. */
export interface StateChange {
  /** The state that the run is in now. */
  readonly state: string;
  /** The state before. Undefined if nobody knows it; the run then counts as entering its state. */
  readonly previousState: string | undefined;
}

/**
 * Whether a run moves into one of a webhook's states: it is in that state now, and was in another or an unknown one
 * before.
 * @param change undefined for an event that tells of no state
 */
export function explainStateEntry(
  stateNames: readonly string[],
  change: StateChange | undefined,
): MatchExplanation {
  if (change === undefined) return notEntered('the event tells of no state');
  const { state, previousState } = change;
  if (!stateNames.includes(state)) {
    return notEntered(`the run moved to ${state}, which is not among its states: ${stateNames.join(', ')}`);
  }
  return state === previousState ? notEntered(`the run was in ${state} already`) : { matched: true };
}

function notEntered(why: string): MatchExplanation {
  return { matched: false, code: 'state-not-entered', why };
}
