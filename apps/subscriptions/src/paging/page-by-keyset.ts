import { keysetScan, toListed } from '@casewire/database';
import { page, type Page, type PageQuery } from '@casewire/rest';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** What a list is ordered by. Written into statements, so never from outside. */
export interface Keyset {
  /** The column, or columns, that order the list; unique together. */
  readonly columns: readonly [string, ...string[]];
  /** SQL that yields the columns of the thing whose id is the given parameter. Default: the id itself. */
  readonly at?: (parameter: string) => string;
}

/** One page of a query, by position. */
export async function pageByKeyset<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { columns, at = (parameter) => parameter }: Keyset,
  request: PageQuery,
): Promise<Page<T>> {
  const row = `(${columns.join(', ')})`;
  const { above, below, direction } = keysetScan(request);
  if (above !== undefined) query.andWhere(`${row} > (${at(':above')})`, { above });
  if (below !== undefined) query.andWhere(`${row} < (${at(':below')})`, { below });
  for (const column of columns) query.addOrderBy(column, direction);
  const { rows, hasNext } = toListed(await query.limit(request.limit + 1).getMany(), request);
  return page(rows, hasNext);
}
