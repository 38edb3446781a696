import type { PoolClient } from '@casewire/database';
import { slotArrays, slotName, type SlotKey } from './slot-key.ts';

/** Locks slots, making those that are missing, always in the same order. @returns the current invocation of each, by `slotName` */
export async function lockSlots(
  client: PoolClient,
  keys: readonly SlotKey[],
): Promise<Map<string, string | null>> {
  if (keys.length === 0) return new Map();
  const { rows } = await client.query<{
    webhook_id: string;
    ordering_key: string;
    current_id: string | null;
  }>(
    `INSERT INTO history.slots (webhook_id, ordering_key)
     SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) ORDER BY 1, 2
     ON CONFLICT (webhook_id, ordering_key) DO UPDATE SET current_id = slots.current_id
     RETURNING webhook_id, ordering_key, current_id`,
    slotArrays(keys),
  );
  return new Map(
    rows.map((row) => [
      slotName({ webhookId: row.webhook_id, orderingKey: row.ordering_key }),
      row.current_id,
    ]),
  );
}
