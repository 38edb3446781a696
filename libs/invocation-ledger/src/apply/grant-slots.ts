import type { PoolClient } from '@casewire/database';
import { lockInvocations } from '../sql/invocations.ts';
import {
  deleteSlotWaiters,
  selectFirstWaiters,
  slotName,
  type SlotKey,
  type SlotWaiter,
} from '../sql/slots.ts';
import { applyFacts, planRow, type PlannedRow } from './plan.ts';
import type { SlotBook } from './slot-book.ts';

/**
 * Lets the next invocation into each slot that became free, until no free slot has an invocation in its queue. The rows
 * that are let in are added to `rows`. Locking them does not wait: a transaction locks a slot before it locks a row in
 * the slot's queue.
 */
export async function grantSlots(
  client: PoolClient,
  book: SlotBook,
  rows: Map<string, PlannedRow>,
  { now, findsByKey }: { readonly now: number; readonly findsByKey: boolean },
): Promise<void> {
  let free = book.free();
  while (free.length > 0) {
    await deleteSlotWaiters(client, book.takeLeft());
    const waiters = await selectFirstWaiters(client, free);
    const chosen = free.flatMap((key) => {
      const next = book.next(key, waiters.get(slotName(key)));
      return next === undefined ? [] : [{ key, next }];
    });
    if (chosen.length === 0) break;
    const missing = chosen.flatMap(({ next: { id } }) => (rows.has(id) ? [] : [id]));
    for (const row of (await lockInvocations(client, missing, findsByKey)).values()) {
      const planned = planRow({ id: row.id, facts: [] }, row);
      if (planned !== undefined) rows.set(row.id, planned);
    }
    for (const { key, next } of chosen) grant(book, key, next, rows, now);
    free = book.free();
  }
  await deleteSlotWaiters(client, book.takeLeft());
}

function grant(
  book: SlotBook,
  key: SlotKey,
  next: PlannedRow | SlotWaiter,
  rows: ReadonlyMap<string, PlannedRow>,
  now: number,
): void {
  const row = rows.get(next.id);
  const actions = row === undefined ? [] : applyFacts(row, [{ kind: 'slot-granted' }], now);
  if (actions.length === 0 && 'seq' in next) book.dropWaiter(key, next);
  for (const action of actions) book.record(action);
}
