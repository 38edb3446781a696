import { arrayParameter, names, type Pool, type PoolClient } from '@casewire/database';
import type { InvocationContent } from '../content/invocation-content.ts';
import { contentColumns, toContent, type ContentRow } from './content-columns.ts';
import { idRange } from './id-range.ts';

/** Contents with bodies, by id. */
export async function selectContents(
  client: Pool | PoolClient,
  ids: readonly string[],
): Promise<Map<string, InvocationContent>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<ContentRow>(
    `SELECT ${names(contentColumns)}, body
       FROM history.invocations
      WHERE id = ANY($1::uuid[]) AND id BETWEEN $2::uuid AND $3::uuid`,
    [arrayParameter('uuid', ids), ...idRange(ids)],
  );
  return new Map(rows.map((row) => [row.id, toContent(row)]));
}
