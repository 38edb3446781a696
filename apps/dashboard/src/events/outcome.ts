import type { AcceptedEvent, InspectedEvent } from '../api/types.ts';
import { isCasewireType } from './casewire-type.ts';
import { text } from './text.ts';

type Outcomes = NonNullable<AcceptedEvent['outcomes']>;

/** In the order in which they are told: what needs somebody first. */
const told = ['failed', 'waiting', 'delivered', 'cancelled'] as const satisfies readonly (keyof Outcomes)[];

/** What became of an event, in a few words. */
export function outcomeInWords(type: string, outcomes: Outcomes): string {
  const parts = told.filter((name) => outcomes[name] > 0).map((name) => text.outcomes[name](outcomes[name]));
  if (parts.length > 0) return parts.join(', ');
  return isCasewireType(type) ? text.outcomes.noneOfCasewire : text.outcomes.none;
}

/** Says that nobody got an event, and why, where that is known without its webhooks. */
export function noReceiversInWords(
  { type, why }: Pick<InspectedEvent, 'type' | 'why'>,
  environment: string,
): string {
  if (isCasewireType(type)) return text.detail.noReceiversOfCasewire;
  return why.length > 0 ? text.detail.noReceivers : text.detail.noWebhooks(environment);
}
