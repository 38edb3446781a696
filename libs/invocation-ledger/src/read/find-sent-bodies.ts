import type { Pool } from '@casewire/database';
import { idRange } from '../statements/id-range.ts';

/** What an invocation sends, and when its event happened. */
export interface SentBody {
  readonly id: string;
  /** As upstream wrote it; null where the record did not say. */
  readonly eventTime: string | null;
  /** Null where it could not be rendered, or was lost. */
  readonly body: Buffer | null;
}

/**
 * The bodies of invocations that the reader was shown, in the order of `ids`: the first one, and those after it while
 * all before them are less than `maxBytes` together.
 */
export async function findSentBodies(
  pool: Pool,
  ids: readonly string[],
  maxBytes: number,
): Promise<SentBody[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<SentBody>(
    `SELECT id, "eventTime", body
       FROM (SELECT i.id, i.headers->>'event-time' AS "eventTime", i.body, given.position,
                    sum(coalesce(octet_length(i.body), 0)) OVER (ORDER BY given.position)
                      - coalesce(octet_length(i.body), 0) AS bytes_before
               FROM unnest($1::uuid[]) WITH ORDINALITY AS given (id, position)
               JOIN history.invocations i ON i.id = given.id
              WHERE i.id BETWEEN $3::uuid AND $4::uuid) AS sent
      WHERE bytes_before < $2
      ORDER BY position`,
    [ids, maxBytes, ...idRange(ids)],
  );
  return rows;
}
