import { page, type Page, type PageQuery } from '@casewire/rest';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** What a list is ordered by. Written into statements, so never from outside. */
export interface Keyset {
  /** The column, or columns, that order the list; unique together. */
  readonly columns: readonly [string, ...string[]];
  /** SQL that yields the columns of the thing whose id is the given parameter. Default: the id itself. */
  readonly at?: (parameter: string) => string;
}

/**
 * One page of a query, by position instead of by number: rows that come and go meanwhile make none repeat or vanish.
 * With `before` alone it is the page that ends just before that id, in the chosen order.
 */
export async function pageByKeyset<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { columns, at = (parameter) => parameter }: Keyset,
  { limit, after, before, order }: PageQuery,
): Promise<Page<T>> {
  const row = `(${columns.join(', ')})`;
  const [beyond, short] = order === 'desc' ? ['<', '>'] : ['>', '<'];
  if (after !== undefined) query.andWhere(`${row} ${beyond} (${at(':after')})`, { after });
  if (before !== undefined) query.andWhere(`${row} ${short} (${at(':before')})`, { before });
  const isBackwards = before !== undefined && after === undefined;
  const direction = (order === 'desc') === isBackwards ? 'ASC' : 'DESC';
  for (const column of columns) query.addOrderBy(column, direction);
  const rows = await query.limit(limit + 1).getMany();
  const found = rows.slice(0, limit);
  return page(isBackwards ? found.reverse() : found, rows.length > limit);
}
