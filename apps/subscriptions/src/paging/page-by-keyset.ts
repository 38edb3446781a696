import { keysetScan, toListed } from '@casewire/database';
import { cursorOf, page, unknownCursor, type Page, type PageQuery } from '@casewire/rest';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** How a list is ordered, by members of its items. They are written into statements, so none may come from a request. */
export interface Keyset<T> {
  /** The member that cursors name. No two items have the same. */
  readonly id: keyof T & string;
  /** Members that order the list before the id does. Default: none. */
  readonly orderedBy?: readonly (keyof T & string)[];
}

/**
 * Reads one page of a list, up to the bytes that a page may have.
 * @param list the query of everything that was ever in the list: an item that has left it is still good as a cursor
 * @param restrict adds what else an item must fulfil to be shown. Default: nothing
 * @throws Problem cursor-unknown
 */
export async function pageByKeyset<T extends ObjectLiteral>(
  list: SelectQueryBuilder<T>,
  keyset: Keyset<T>,
  request: PageQuery,
  restrict: (query: SelectQueryBuilder<T>) => unknown = () => undefined,
): Promise<Page<T>> {
  const { alias } = list;
  const members = [...(keyset.orderedBy ?? []), keyset.id];
  const id = `${alias}.${keyset.id}`;
  const { direction } = keysetScan(request);

  const scan = list.clone();
  restrict(scan);
  await addBounds(scan, list, keyset.id, members, request);
  scan.select(id, 'id').addSelect(`octet_length(${alias}::text)`, 'bytes');
  for (const member of members) scan.addOrderBy(`${alias}.${member}`, direction);
  const found = await scan.limit(request.limit + 1).getRawMany<{ id: unknown; bytes: number }>();
  const { rows, hasNext } = toListed(found, request, ({ bytes }) => bytes);

  const ids = rows.map((row) => row.id);
  const items = await list.clone().andWhere(`${id} = ANY (:ids)`, { ids }).getMany();
  const byId = new Map(items.map((item) => [item[keyset.id] as unknown, item]));
  return page(
    ids.flatMap((each) => byId.get(each) ?? []),
    hasNext,
  );
}

/** Restricts a query to the items behind or in front of the cursor. */
async function addBounds<T extends ObjectLiteral>(
  scan: SelectQueryBuilder<T>,
  list: SelectQueryBuilder<T>,
  id: string,
  members: readonly (keyof T & string)[],
  request: PageQuery,
): Promise<void> {
  const cursor = cursorOf(request);
  if (cursor === undefined) return;
  const { alias } = list;
  const anchor = await list.clone().andWhere(`${alias}.${id} = :cursor`, { cursor }).getOne();
  if (anchor === null) throw unknownCursor(cursor);
  const columns = members.map((member) => `${alias}.${member}`).join(', ');
  const values = Object.fromEntries(members.map((member) => [`cursor_${member}`, anchor[member] as unknown]));
  const parameters = Object.keys(values).map((name) => `:${name}`);
  const comparison = keysetScan(request).above === undefined ? '<' : '>';
  scan.andWhere(`(${columns}) ${comparison} (${parameters.join(', ')})`, values);
}
