import type { PoolClient } from '@casewire/database';
import { slotArrays, type SlotKey } from './slot-key.ts';
import type { SlotWaiter } from './select-first-waiters.ts';

/** A place in the queue of a locked slot. */
export interface SlotPlace extends SlotKey, SlotWaiter {}

export async function insertSlotWaiters(client: PoolClient, places: readonly SlotPlace[]): Promise<void> {
  if (places.length === 0) return;
  await client.query(
    `INSERT INTO history.slot_waiters (webhook_id, ordering_key, seq, invocation_id)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::uuid[])
     ON CONFLICT DO NOTHING`,
    [...slotArrays(places), places.map(({ seq }) => String(seq)), places.map(({ id }) => id)],
  );
}

export async function deleteSlotWaiters(
  client: PoolClient,
  places: readonly Omit<SlotPlace, 'id'>[],
): Promise<void> {
  if (places.length === 0) return;
  await client.query(
    `DELETE FROM history.slot_waiters w
      USING unnest($1::text[], $2::text[], $3::bigint[]) AS u(webhook_id, ordering_key, seq)
      WHERE w.webhook_id = u.webhook_id AND w.ordering_key = u.ordering_key AND w.seq = u.seq`,
    [...slotArrays(places), places.map(({ seq }) => String(seq))],
  );
}
