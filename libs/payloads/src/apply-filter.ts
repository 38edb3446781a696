import { QueryTooExpensiveError } from '@casewire/jmespath';
import type { StepBudget } from '@casewire/metering';
import type { EventContent } from './event-content.ts';
import { preparedQuery } from './queries.ts';

export type FilterResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'withheld'; readonly why: string }
  | { readonly kind: 'failed'; readonly reason: 'filter-too-expensive' };

/**
 * Whether an event passes a webhook's filter: exactly if that yields true. A filter that costs too much says nothing
 * about the event: that is a failure, which its owner finds in the history.
 */
export function applyFilter(filter: string, content: EventContent, budget: StepBudget): FilterResult {
  try {
    const result = preparedQuery(content.tenantId, filter).evaluate(content.whole, budget);
    return result === true
      ? { kind: 'passed' }
      : filteredOut(`its filter yields ${describe(result)}, not true`);
  } catch (error) {
    if (error instanceof QueryTooExpensiveError) return { kind: 'failed', reason: 'filter-too-expensive' };
    return filteredOut(`its filter fails: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function filteredOut(because: string): FilterResult {
  return { kind: 'withheld', why: `filtered out, because ${because}` };
}

/** The kind of a value, not the value: explanations are shown to those who may not see payloads. */
function describe(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
