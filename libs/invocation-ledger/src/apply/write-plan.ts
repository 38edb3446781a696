import type { PoolClient } from '@casewire/database';
import { insertInvocations, type NewInvocation } from '../statements/insert-invocations.ts';
import { makeVisible } from '../statements/make-visible.ts';
import { insertSlotWaiters } from '../statements/slot-waiters.ts';
import { storeContents } from '../statements/store-contents.ts';
import { updateInvocations } from '../statements/update-invocations.ts';
import { writeSlots } from '../statements/write-slots.ts';
import type { ApplyOptions } from './apply-updates.ts';
import { bisected } from './bisected.ts';
import { isChanged, type PlannedRow } from './plan.ts';
import type { SlotBook } from './slot-book.ts';
import { storableInvocation } from './storable.ts';

/**
 * Writes planned rows and slots. The sequence is locked last, so the transaction should end right after.
 * @throws a unique violation if another process added one of the rows since they were looked for
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
  // From here on the sequence is locked: nothing that could wait for another transaction may follow.
  const seqs = new Map<string, bigint | null>([
    ...(await makeVisible(
      client,
      found.filter(({ becomesVisible }) => becomesVisible).map(({ id }) => id),
    )),
    ...(await insertRows(client, rows, options)),
  ]);
  const places = book.asking().flatMap(({ key, row }) => {
    const seq = row.locked?.seq ?? seqs.get(row.id) ?? null;
    return seq === null ? [] : [{ ...key, seq, id: row.id }];
  });
  await insertSlotWaiters(client, places);
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
