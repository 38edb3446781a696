import type { AcceptedEvent } from '../api/types.ts';
import { text } from './text.ts';

type Outcomes = NonNullable<AcceptedEvent['outcomes']>;

/** In the order in which they are told: what needs somebody first. */
const told = ['failed', 'waiting', 'delivered', 'cancelled'] as const satisfies readonly (keyof Outcomes)[];

/** What became of an event, in a few words. */
export function outcomeInWords(outcomes: Outcomes): string {
  const parts = told.filter((name) => outcomes[name] > 0).map((name) => text.outcomes[name](outcomes[name]));
  return parts.length === 0 ? text.outcomes.none : parts.join(', ');
}
