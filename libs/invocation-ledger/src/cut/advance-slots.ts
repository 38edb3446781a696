import type { Pool, PoolClient } from '@casewire/database';
import { grantSlots } from '../apply/grant-slots.ts';
import { inLedgerTransaction } from '../apply/in-ledger-transaction.ts';
import type { PlannedRow } from '../apply/plan.ts';
import { SlotBook } from '../apply/slot-book.ts';
import { writePlan } from '../apply/write-plan.ts';
import { ledgerClock } from '../statements/ledger-clock.ts';
import { lockInvocations, type LockedInvocation } from '../statements/lock-invocations.ts';
import { lockSlots } from '../statements/lock-slots.ts';
import { slotName, type SlotKey } from '../statements/slot-key.ts';

const BATCH = 500;

/**
 * Lets the next invocation into every slot whose current one has ended or is gone. The transaction that ends an
 * invocation does this itself: here it is made good for rows that were removed or restored.
 * @returns how many slots were looked after
 */
export async function advanceSlots(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ webhook_id: string; ordering_key: string }>(
    `SELECT s.webhook_id, s.ordering_key
       FROM history.slots s LEFT JOIN history.invocations i ON i.id = s.current_id
      WHERE i.release_state IS NULL OR i.release_state = 'held'
      LIMIT $1`,
    [BATCH],
  );
  const keys = rows.map((row) => ({ webhookId: row.webhook_id, orderingKey: row.ordering_key }));
  if (keys.length === 0) return 0;
  await inLedgerTransaction(pool, [], ({ client }) => advance(client, keys));
  return keys.length;
}

async function advance(client: PoolClient, keys: readonly SlotKey[]): Promise<void> {
  const now = await ledgerClock(client);
  const current = await lockSlots(client, keys);
  const book = new SlotBook(keys, current);
  const locked = await lockInvocations(
    client,
    [...current.values()].filter((id) => id !== null),
  );
  for (const key of keys) {
    const id = current.get(slotName(key));
    if (!isActive(locked.get(id ?? ''))) book.vacate(key);
  }
  const rows = new Map<string, PlannedRow>();
  await grantSlots(client, book, rows, now);
  await writePlan(client, [...rows.values()], book, {});
}

function isActive(row: LockedInvocation | undefined): boolean {
  return row !== undefined && row.state.releaseState !== null && row.state.releaseState !== 'held';
}
