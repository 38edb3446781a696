import type { PoolClient } from '@casewire/database';
import { insertInvocations } from '../statements/insert-invocations.ts';
import { makeVisible } from '../statements/make-visible.ts';
import { insertSlotWaiters } from '../statements/slot-waiters.ts';
import { storeContents } from '../statements/store-contents.ts';
import { updateInvocations } from '../statements/update-invocations.ts';
import { writeSlots } from '../statements/write-slots.ts';
import { bisected } from './bisected.ts';
import { isChanged, type PlannedRow } from './plan.ts';
import type { SlotBook } from './slot-book.ts';
import { storableInvocation } from './storable.ts';

/** A row was added by another process between reading and adding: the transaction has to begin again. */
export class RowAppearedError extends Error {
  override readonly name = 'RowAppearedError';
}

/**
 * Writes planned rows and slots. The sequence is locked last, so the transaction should end right after.
 * @throws RowAppearedError
 */
export async function writePlan(
  client: PoolClient,
  rows: readonly PlannedRow[],
  book: SlotBook,
  bisect: boolean,
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
    ...(await insertRows(client, rows, bisect)),
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
  bisect: boolean,
): Promise<Map<string, bigint | null>> {
  const added = rows.flatMap(({ locked, content, state }) =>
    locked === undefined && content !== undefined ? [{ content, state }] : [],
  );
  const parts = bisect
    ? await bisected(client, added, insertInvocations, storableInvocation)
    : [await insertInvocations(client, added)];
  const seqs = new Map(parts.flatMap((part) => [...part]));
  if (seqs.size < added.length) throw new RowAppearedError('another process added a row meanwhile');
  return seqs;
}
