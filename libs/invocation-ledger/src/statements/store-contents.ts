import { arrays, column, rowsOf, type Column, type PoolClient } from '@casewire/database';
import type { InvocationContent } from '../content/invocation-content.ts';
import { bodyColumn } from './content-columns.ts';
import { idRange } from './id-range.ts';

const columns: readonly Column<InvocationContent>[] = [
  column('id', 'uuid', ({ id }) => id),
  column('headers', 'json', ({ headers }) => JSON.stringify(headers)),
  bodyColumn,
];

/** Writes body and headers of locked rows that were made before their delivery record arrived. */
export async function storeContents(
  client: PoolClient,
  contents: readonly InvocationContent[],
): Promise<void> {
  if (contents.length === 0) return;
  await client.query(
    `UPDATE history.invocations i SET body = u.body, headers = u.headers
       FROM ${rowsOf(columns, 3)} AS u
      WHERE i.id = u.id AND i.id BETWEEN $1::uuid AND $2::uuid`,
    [...idRange(contents.map(({ id }) => id)), ...arrays(columns, contents)],
  );
}
