import { pickSearch } from '../app/search.ts';

/** What an address may name a thing by, the most exact first. */
const findKeys = ['eventId', 'subject', 'correlationId', 'runId'] as const;

type FindKey = (typeof findKeys)[number];

/** The parameters of an address that finds things: an attribute by its name, or any text as `q`. */
export type FindSearch = Partial<Record<FindKey | 'q', string>>;

/** What an address asks for. */
export interface Sought {
  readonly q: string;
  /** Undefined where the text may be anything. */
  readonly by: FindKey | undefined;
}

export function readFindSearch(search: Readonly<Record<string, unknown>>): FindSearch {
  return pickSearch(search, [...findKeys, 'q']);
}

/** The first of the named attributes; undefined where none is named. */
export function soughtOf(search: FindSearch): Sought | undefined {
  const by = findKeys.find((key) => search[key] !== undefined);
  const q = search[by ?? 'q']?.trim();
  return q === undefined || q === '' ? undefined : { q, by };
}
