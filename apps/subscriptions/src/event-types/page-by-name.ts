import { keysetScan, toListed } from '@casewire/database';
import { page, type Page } from '@casewire/rest';
import type { NamePageQuery } from '../paging/page-queries.ts';

/** One page of a list that is in memory, by name in the order of code units. */
export function pageByName<T extends { readonly type: string }>(
  all: readonly T[],
  request: NamePageQuery,
): Page<T> {
  const { above, below, direction } = keysetScan(request);
  const sign = direction === 'ASC' ? 1 : -1;
  const found = all
    .filter(({ type }) => (above === undefined || type > above) && (below === undefined || type < below))
    .toSorted((one, other) => (one.type < other.type ? -sign : sign));
  const { rows, hasNext } = toListed(found.slice(0, request.limit + 1), request);
  return page(rows, hasNext);
}
