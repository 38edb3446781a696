import { oneOf, pickSearch } from '../app/search.ts';
import { text } from './text.ts';

export const invocationStatuses = [
  'pending',
  'retrying',
  'held',
  'delivered',
  'failed',
  'cancelled',
] as const;

type Outcome = keyof typeof text.outcomes;

/** How attempts end. */
export const attemptOutcomes = Object.keys(text.outcomes) as Outcome[];

/** The filters of the list of invocations, as they stand in its address. */
export interface InvocationSearch {
  readonly status?: (typeof invocationStatuses)[number];
  readonly webhook?: string;
  readonly outcome?: Outcome;
  /** `503`, or `5xx` for all of its class. */
  readonly responseCode?: string;
  readonly eventType?: string;
  readonly eventId?: string;
  readonly subject?: string;
  readonly correlationId?: string;
  readonly since?: string;
  readonly until?: string;
  /** Default: newest first. */
  readonly order?: 'asc';
}

const texts = [
  'webhook',
  'responseCode',
  'eventType',
  'eventId',
  'subject',
  'correlationId',
  'since',
  'until',
] as const;

/** Reads an address. What is not understood is left out, so that an old link still shows a list. */
export function readInvocationSearch(search: Readonly<Record<string, unknown>>): InvocationSearch {
  const status = oneOf(invocationStatuses, search['status']);
  const outcome = oneOf(attemptOutcomes, search['outcome']);
  const order = oneOf(['asc'], search['order']);
  return {
    ...pickSearch(search, texts),
    ...(status !== undefined && { status }),
    ...(outcome !== undefined && { outcome }),
    ...(order !== undefined && { order }),
  };
}

/** How many filters are set; the order is none. */
export function countFilters({ order: _order, ...filters }: InvocationSearch): number {
  return Object.keys(filters).length;
}

/** The order alone. */
export function withoutFilters({ order }: InvocationSearch): InvocationSearch {
  return order === undefined ? {} : { order };
}
