import type { MatchExplanation } from './explain-match.ts';

/** What an event tells about the state of a run. */
export interface StateChange {
  /** The state that the run is in now. */
  readonly state: string;
  /** The one it was in before; undefined where nothing tells, and then it enters. */
  readonly previousState: string | undefined;
}

/**
 * Whether a run moves into one of a webhook's states: it is in one now and was in another one, or in none that is known.
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
