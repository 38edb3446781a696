import { explainStateEntry, type MatchExplanation } from '@casewire/matching-rules';
import { applyFilter, type FilterResult } from './apply-filter.ts';
import type { EventContent } from './event-content.ts';
import { renderPayload, type Payload, type RenderedWebhook } from './render-payload.ts';

/** What of a webhook, whose level and patterns cover an event, decides what it gets. */
export interface ListeningWebhook extends RenderedWebhook {
  /** Null where it does not listen to states. */
  readonly stateNames: readonly string[] | null;
  readonly filter: string | null;
}

/** What a webhook, whose level and patterns cover an event, does not get because of what is in the event. */
export interface Withheld {
  readonly kind: 'withheld';
  readonly why: string;
}

/**
 * What a webhook, whose level and patterns cover an event, gets of it: nothing if the event moves its run into none of
 * the webhook's states or does not pass its filter, else a body, or the reason why there can be none.
 */
export function decidePayload(
  content: EventContent,
  webhook: ListeningWebhook,
  invocationId: string,
): Payload | Withheld {
  const { stateNames, filter } = webhook;
  const entry = stateNames === null ? entersAny : explainStateEntry(stateNames, content.stateChange);
  if (!entry.matched) return { kind: 'withheld', why: entry.why };
  const filtered = filter === null ? passesAny : applyFilter(filter, content);
  if (filtered.kind === 'filtered-out') return { kind: 'withheld', why: filtered.why };
  return filtered.kind === 'failed' ? filtered : renderPayload(content, webhook, invocationId);
}

const entersAny: MatchExplanation = { matched: true };
const passesAny: FilterResult = { kind: 'passed' };

/** Whether deciding may take milliseconds. */
export function isCostly({ filter, transform }: ListeningWebhook): boolean {
  return filter !== null || transform !== null;
}
