import { keysetScan, toListed } from '@casewire/database';
import { cursorOf, page, unknownCursor, type Page, type PageQuery } from '@casewire/rest';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/**
 * The members of an item that order its list; the last one is the id that cursors name. They are written into
 * statements, so none of them may come from a request.
 */
export type Keyset<T> = readonly [...(keyof T & string)[], keyof T & string];

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
  const columns = keyset.map((member) => `${alias}.${member}`);
  const id = `${alias}.${idOf(keyset)}`;
  const { direction } = keysetScan(request);

  const scan = list.clone();
  restrict(scan);
  await addBounds(scan, list, keyset, request);
  scan.select(id, 'id').addSelect(`octet_length(${alias}::text)`, 'bytes');
  for (const column of columns) scan.addOrderBy(column, direction);
  const found = await scan.limit(request.limit + 1).getRawMany<{ id: unknown; bytes: number }>();
  const { rows, hasNext } = toListed(found, request, ({ bytes }) => bytes);

  const ids = rows.map((row) => row.id);
  const items = await list.clone().andWhere(`${id} = ANY (:ids)`, { ids }).getMany();
  const byId = new Map(items.map((item) => [item[idOf(keyset)] as unknown, item]));
  return page(
    ids.flatMap((each) => byId.get(each) ?? []),
    hasNext,
  );
}

/** Restricts a query to the items behind or in front of the cursor. */
async function addBounds<T extends ObjectLiteral>(
  scan: SelectQueryBuilder<T>,
  list: SelectQueryBuilder<T>,
  keyset: Keyset<T>,
  request: PageQuery,
): Promise<void> {
  const cursor = cursorOf(request);
  if (cursor === undefined) return;
  const { alias } = list;
  const anchor = await list
    .clone()
    .andWhere(`${alias}.${idOf(keyset)} = :cursor`, { cursor })
    .getOne();
  if (anchor === null) throw unknownCursor(cursor);
  const columns = keyset.map((member) => `${alias}.${member}`).join(', ');
  const values = Object.fromEntries(keyset.map((member) => [`cursor_${member}`, anchor[member] as unknown]));
  const parameters = Object.keys(values).map((name) => `:${name}`);
  const comparison = keysetScan(request).above === undefined ? '<' : '>';
  scan.andWhere(`(${columns}) ${comparison} (${parameters.join(', ')})`, values);
}

function idOf<T>(keyset: Keyset<T>): keyof T & string {
  return keyset[keyset.length - 1] as keyof T & string;
}
