import { oneOf, pickSearch } from '../app/search.ts';

export const failureStates = ['open', 'recovering', 'ended'] as const;

/** The filters of the list of failure groups, as they stand in its address. */
export interface FailureSearch {
  readonly state?: (typeof failureStates)[number];
  readonly webhook?: string;
}

/** Reads an address; what is not understood is left out. */
export function readFailureSearch(search: Readonly<Record<string, unknown>>): FailureSearch {
  const state = oneOf(failureStates, search['state']);
  return { ...pickSearch(search, ['webhook']), ...(state !== undefined && { state }) };
}
