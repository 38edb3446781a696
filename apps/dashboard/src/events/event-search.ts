import { pickSearch } from '../app/search.ts';

const names = ['type', 'subject', 'correlationId', 'since', 'until'] as const;

/** The filters of the list of events, as they stand in its address. */
export type EventSearch = Partial<Record<(typeof names)[number], string>>;

export function readEventSearch(search: Readonly<Record<string, unknown>>): EventSearch {
  return pickSearch(search, names);
}

const rejectedNames = ['type', 'subject', 'eventId', 'correlationId'] as const;

/** The filters of the list of rejected events. */
export type RejectedSearch = Partial<Record<(typeof rejectedNames)[number], string>>;

export function readRejectedSearch(search: Readonly<Record<string, unknown>>): RejectedSearch {
  return pickSearch(search, rejectedNames);
}
