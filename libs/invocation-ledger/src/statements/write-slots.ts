import type { PoolClient } from '@casewire/database';
import { slotArrays, type SlotKey } from './slot-key.ts';

export interface SlotOccupation extends SlotKey {
  readonly currentId: string | null;
}

/** Writes who is current in locked slots, and removes the slots that nobody is in. */
export async function writeSlots(client: PoolClient, slots: readonly SlotOccupation[]): Promise<void> {
  const taken = slots.filter(({ currentId }) => currentId !== null);
  const empty = slots.filter(({ currentId }) => currentId === null);
  if (taken.length > 0) {
    await client.query(
      `UPDATE history.slots s SET current_id = u.current_id
         FROM unnest($1::text[], $2::text[], $3::uuid[]) AS u(webhook_id, ordering_key, current_id)
        WHERE s.webhook_id = u.webhook_id AND s.ordering_key = u.ordering_key`,
      [...slotArrays(taken), taken.map(({ currentId }) => currentId)],
    );
  }
  if (empty.length > 0) {
    await client.query(
      `DELETE FROM history.slots s USING unnest($1::text[], $2::text[]) AS u(webhook_id, ordering_key)
        WHERE s.webhook_id = u.webhook_id AND s.ordering_key = u.ordering_key`,
      slotArrays(empty),
    );
  }
}
