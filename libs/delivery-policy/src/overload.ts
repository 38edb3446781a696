import type { Attempt } from '@casewire/events';

const OVERLOAD: readonly Attempt['outcome'][] = ['timeout', 'connection-error', 'tls-error', 'dns-error'];

/** Statuses below 500 with which a receiver says that it cannot take requests now. */
const OVERLOAD_STATUSES: readonly number[] = [408, 425, 429];

/** Whether an attempt says that the receiver is overloaded or gone. Other refusals concern the one delivery. */
export function isOverload({
  outcome,
  responseCode,
}: Pick<Attempt, 'outcome'> & { readonly responseCode?: number | undefined }): boolean {
  if (outcome !== 'rejected') return OVERLOAD.includes(outcome);
  return responseCode !== undefined && (responseCode >= 500 || OVERLOAD_STATUSES.includes(responseCode));
}
