import { QueryTooExpensiveError, type JsonValue } from '@casewire/jmespath';
import type { StepBudget } from '@casewire/metering';
import type { EventContent } from './event-content.ts';
import { preparedQuery } from './queries.ts';
import { shortJson } from './short-json.ts';

/** What a webhook, whose level and patterns cover an event, does not get all the same. */
export interface Withheld {
  readonly kind: 'withheld';
  /** For everybody who may see the webhook: it has nothing of the event's data. */
  readonly why: string;
  /** The same with the value that the filter yields; absent where `why` says all. */
  readonly whyWithValue?: () => string;
}

/**
 * Why a webhook gets nothing.
 * @param seesData whether all of the event's data may be shown: then a value of it may be too
 */
export function explainWithheld({ why, whyWithValue }: Withheld, seesData: boolean): string {
  return (seesData ? whyWithValue?.() : undefined) ?? why;
}

export type FilterResult =
  | { readonly kind: 'passed' }
  | Withheld
  | { readonly kind: 'failed'; readonly reason: 'filter-too-expensive' };

/** Characters of a filter and of a value that an explanation has. */
const MAX_SHOWN = 300;

/**
 * Whether an event passes a webhook's filter: exactly if that yields true. A filter that costs too much says nothing
 * about the event: that is a failure, which its owner finds in the history.
 */
export function applyFilter(filter: string, content: EventContent, budget: StepBudget): FilterResult {
  try {
    const result = preparedQuery(content.tenantId, filter).evaluate(content.whole, budget);
    return result === true ? { kind: 'passed' } : filteredOut(filter, result);
  } catch (error) {
    if (error instanceof QueryTooExpensiveError) return { kind: 'failed', reason: 'filter-too-expensive' };
    return { kind: 'withheld', why: sentence(filter, `fails (${messageOf(error)})`) };
  }
}

function filteredOut(filter: string, result: JsonValue): Withheld {
  const whyOf = (value: string) => sentence(filter, `yields ${value}, not true`);
  if (result === null || typeof result === 'boolean') {
    return { kind: 'withheld', why: whyOf(String(result)) };
  }
  const whyWithValue = () => whyOf(shortJson(result, MAX_SHOWN));
  return { kind: 'withheld', why: whyOf(kindOf(result)), whyWithValue };
}

function sentence(filter: string, what: string): string {
  const shown = filter.length > MAX_SHOWN ? `${filter.slice(0, MAX_SHOWN)}…` : filter;
  return `filtered out, because its filter ${what}: ${shown}`;
}

/** Stands for a value that may be a part of the event. */
function kindOf(value: NonNullable<JsonValue>): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
