import { arrayParameter, type PoolClient } from '@casewire/database';
import { idRange } from './id-range.ts';
import type { SlotKey } from './slot-key.ts';

/** The slots that some invocations belong to, read without a lock: an ordering key, once written, does not change. */
export async function selectSlotKeys(client: PoolClient, ids: readonly string[]): Promise<SlotKey[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<{ webhook_id: string; ordering_key: string }>(
    `SELECT DISTINCT webhook_id, ordering_key
       FROM history.invocations
      WHERE id = ANY($1::uuid[]) AND id BETWEEN $2::uuid AND $3::uuid AND ordering_key IS NOT NULL`,
    [arrayParameter('uuid', ids), ...idRange(ids)],
  );
  return rows.map((row) => ({ webhookId: row.webhook_id, orderingKey: row.ordering_key }));
}
