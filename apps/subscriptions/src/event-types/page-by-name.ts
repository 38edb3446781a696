import { page, type Page } from '@casewire/rest';
import type { NamePageQuery } from '../paging/page-queries.ts';

/** One page of a list that is in memory, by name in the order of code units. `after` and `before` are exclusive. */
export function pageByName<T extends { readonly type: string }>(
  all: readonly T[],
  { limit, after, before, order }: NamePageQuery,
): Page<T> {
  const sign = order === 'asc' ? 1 : -1;
  const compare = (one: string, other: string) => sign * (one < other ? -1 : Number(one > other));
  const between = all
    .filter(({ type }) => after === undefined || compare(type, after) > 0)
    .filter(({ type }) => before === undefined || compare(type, before) < 0)
    .toSorted((one, other) => compare(one.type, other.type));
  const isBackwards = before !== undefined && after === undefined;
  const data = isBackwards ? between.slice(-limit) : between.slice(0, limit);
  return page(data, between.length > limit);
}
