import { arrayParameter, type PoolClient } from '@casewire/database';
import { idRange } from './id-range.ts';
import { SEQUENCE_LOCK } from './sequence-lock.ts';

/**
 * Gives hidden, locked rows the next `seq`, in the order given. Takes the lock on `seq`, after which no other may be
 * asked for.
 * @returns `seq` by id
 */
export async function makeVisible(client: PoolClient, ids: readonly string[]): Promise<Map<string, bigint>> {
  if (ids.length === 0) return new Map();
  await client.query(`SELECT pg_advisory_xact_lock(${SEQUENCE_LOCK})`);
  const { rows } = await client.query<{ id: string; seq: string }>(
    `UPDATE history.invocations i SET seq = u.seq
       FROM (SELECT given.id, nextval('history.invocation_seq') AS seq
               FROM unnest($1::uuid[]) WITH ORDINALITY AS given(id, position)) AS u
      WHERE i.id = u.id AND i.id BETWEEN $2::uuid AND $3::uuid
      RETURNING i.id, i.seq`,
    [arrayParameter('uuid', ids), ...idRange(ids)],
  );
  return new Map(rows.map(({ id, seq }) => [id, BigInt(seq)]));
}
