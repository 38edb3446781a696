import { pickSearch } from '../app/search.ts';

const names = ['type', 'subject', 'correlationId', 'since', 'until'] as const;

/** The filters of the list of events, as they stand in its address. */
export type EventSearch = Partial<Record<(typeof names)[number], string>>;

export function readEventSearch(search: Readonly<Record<string, unknown>>): EventSearch {
  return pickSearch(search, names);
}
