import type { PoolClient } from '@casewire/database';
import {
  insertInvocations,
  makeVisible,
  storeContents,
  updateInvocations,
  type NewInvocation,
} from '../sql/invocations.ts';
import { insertSlotWaiters, writeSlots } from '../sql/slots.ts';
import type { ApplyOptions } from './ledger-transaction.ts';
import { isChanged, type PlannedRow } from './plan.ts';
import { bisected, storableInvocation } from './refused-rows.ts';
import type { SlotBook } from './slot-book.ts';

/**
 * Writes planned rows and slots. It locks the sequence last, and the transaction should end right after.
 * @throws a unique violation if another process has added one of the rows meanwhile
 */
export async function writePlan(
  client: PoolClient,
  rows: readonly PlannedRow[],
  book: SlotBook,
  options: ApplyOptions,
): Promise<void> {
  const found = rows.filter(({ locked }) => locked !== undefined);
  await updateInvocations(client, found.filter(isChanged));
  await storeContents(
    client,
    found.flatMap(({ content, storesBody }) => (content !== undefined && storesBody ? [content] : [])),
  );
  await writeSlots(client, book.changed());
  // The sequence is locked from here on: no statement that could wait for another transaction may follow.
  const seqs = new Map<string, bigint | null>([
    ...(await makeVisible(
      client,
      found.filter(({ becomesVisible }) => becomesVisible).map(({ id }) => id),
    )),
    ...(await insertRows(client, rows, options)),
  ]);
  const waiters = book.asking().flatMap(({ key, row }) => {
    const seq = row.locked?.seq ?? seqs.get(row.id) ?? null;
    return seq === null ? [] : [{ ...key, seq, id: row.id }];
  });
  await insertSlotWaiters(client, waiters);
}

async function insertRows(
  client: PoolClient,
  rows: readonly PlannedRow[],
  { bisect = false, repeated = false }: ApplyOptions,
): Promise<Map<string, bigint | null>> {
  const added = rows.flatMap(({ locked, content, state }) =>
    locked === undefined && content !== undefined ? [{ content, state }] : [],
  );
  const insert = (to: PoolClient, part: readonly NewInvocation[]) => insertInvocations(to, part, repeated);
  if (!bisect) return insert(client, added);
  const parts = await bisected(client, added, insert, storableInvocation);
  return new Map(parts.flatMap((part) => [...part]));
}
