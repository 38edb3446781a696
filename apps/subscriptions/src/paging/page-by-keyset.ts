import { keysetScan, toListed } from '@casewire/database';
import { page, type Page, type PageQuery } from '@casewire/rest';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** The order of a list. It is written into statements, so no part of it may come from a request. */
export interface Keyset {
  /** The columns that order the list. No two items have the same values in all of them. */
  readonly columns: readonly [string, ...string[]];
  /** SQL for the values of these columns in the item whose id is the given parameter. Default: the id itself. */
  readonly at?: (parameter: string) => string;
}

/** Reads one page of a query. */
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
