import type { PoolClient } from '@casewire/database';
import type { InvocationContent } from '../content/invocation-content.ts';
import { packBodies } from './bodies.ts';
import { idRange } from './id-range.ts';

/** Writes body and headers of locked rows that were made before their delivery record arrived. */
export async function storeContents(
  client: PoolClient,
  contents: readonly InvocationContent[],
): Promise<void> {
  if (contents.length === 0) return;
  const ids = contents.map(({ id }) => id);
  const bodies = packBodies(contents.map(({ body }) => body));
  await client.query(
    `UPDATE history.invocations i
        SET body = substring($1::bytea FROM u.body_start FOR u.body_length), headers = u.headers
       FROM unnest($2::integer[], $3::integer[], $4::uuid[], $5::json[]) AS u(body_start, body_length, id, headers)
      WHERE i.id = u.id AND i.id BETWEEN $6::uuid AND $7::uuid`,
    [
      bodies.bytes,
      bodies.starts,
      bodies.lengths,
      ids,
      contents.map(({ headers }) => JSON.stringify(headers)),
      ...idRange(ids),
    ],
  );
}
