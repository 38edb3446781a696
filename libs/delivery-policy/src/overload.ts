import type { Attempt } from '@casewire/events';

const OVERLOAD: readonly Attempt['outcome'][] = ['timeout', 'connection-error', 'tls-error', 'dns-error'];

/** Statuses below 500 with which a receiver says that it cannot take requests now. */
const OVERLOAD_STATUSES: readonly number[] = [408, 425, 429];

type Judged = Pick<Attempt, 'outcome'> & { readonly responseCode?: number | undefined };

/** Whether an attempt says that the receiver is overloaded or gone. Other refusals concern the one delivery. */
export function isOverload({ outcome, responseCode }: Judged): boolean {
  if (outcome !== 'rejected') return OVERLOAD.includes(outcome);
  return responseCode !== undefined && (responseCode >= 500 || OVERLOAD_STATUSES.includes(responseCode));
}

const ANSWERED: readonly Attempt['outcome'][] = ['delivered', 'rejected'];

/**
 * Whether an attempt says that the receiver is there: it has answered, and not that it is overloaded. One that did not
 * reach it says nothing, for instance because its address is refused or its token endpoint gives no token.
 */
export function isBack(attempt: Judged): boolean {
  return ANSWERED.includes(attempt.outcome) && !isOverload(attempt);
}
