import type { PoolClient } from '@casewire/database';
import { slotArrays, slotName, type SlotKey } from './slot-key.ts';

export interface SlotWaiter {
  readonly id: string;
  readonly seq: bigint;
}

/** Who is next in each of the locked slots, by `slotName`; slots that nobody waits for are missing. */
export async function selectFirstWaiters(
  client: PoolClient,
  keys: readonly SlotKey[],
): Promise<Map<string, SlotWaiter>> {
  const { rows } = await client.query<{
    webhook_id: string;
    ordering_key: string;
    seq: string;
    invocation_id: string;
  }>(
    `SELECT u.webhook_id, u.ordering_key, w.seq, w.invocation_id
       FROM unnest($1::text[], $2::text[]) AS u(webhook_id, ordering_key),
            LATERAL (SELECT seq, invocation_id FROM history.slot_waiters w
                      WHERE w.webhook_id = u.webhook_id AND w.ordering_key = u.ordering_key
                      ORDER BY seq LIMIT 1) w`,
    slotArrays(keys),
  );
  return new Map(
    rows.map((row) => [
      slotName({ webhookId: row.webhook_id, orderingKey: row.ordering_key }),
      { id: row.invocation_id, seq: BigInt(row.seq) },
    ]),
  );
}
