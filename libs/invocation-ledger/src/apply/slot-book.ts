import {
  slotName,
  type SlotKey,
  type SlotOccupation,
  type SlotPlace,
  type SlotWaiter,
} from '../sql/slots.ts';
import type { PlannedRow, SlotAction } from './plan.ts';

/** A row belongs to a slot that the transaction has not locked. The transaction has to begin again and lock it. */
export class SlotNotLockedError extends Error {
  override readonly name = 'SlotNotLockedError';
}

interface Slot extends SlotKey {
  readonly foundId: string | null;
  currentId: string | null;
  /** Rows that began to wait in this transaction, in the order of their records. */
  asking: PlannedRow[];
}

/** Tracks the slots that a transaction has locked: their current invocations, and changes to their queues. It writes nothing. */
export class SlotBook {
  readonly #slots = new Map<string, Slot>();
  #left: SlotPlace[] = [];

  constructor(locked: readonly SlotOccupation[]) {
    for (const slot of locked)
      this.#slots.set(slotName(slot), { ...slot, foundId: slot.currentId, asking: [] });
  }

  /** @throws SlotNotLockedError */
  record({ kind, row, key }: SlotAction): void {
    const slot = this.#slots.get(slotName(key));
    if (slot === undefined) throw new SlotNotLockedError('a slot has to be locked before its invocations');
    if (kind === 'request-slot') {
      slot.asking.push(row);
      return;
    }
    slot.asking = slot.asking.filter((asking) => asking !== row);
    if (row.locked?.state.releaseState === 'held') this.#leave(slot, row.locked.seq);
    if (kind === 'take-slot') slot.currentId = row.id;
    else if (slot.currentId === row.id) slot.currentId = null;
  }

  /** The current invocation of a slot turned out to have ended, or to be gone. */
  vacate(key: SlotKey): void {
    const slot = this.#slots.get(slotName(key));
    if (slot !== undefined) slot.currentId = null;
  }

  /** The queue names an invocation that has no row or does not wait. */
  dropWaiter(key: SlotKey, { seq }: SlotWaiter): void {
    this.#leave(key, seq);
  }

  /** Slots without a current invocation. */
  free(): SlotKey[] {
    return [...this.#slots.values()].filter(({ currentId }) => currentId === null);
  }

  /**
   * The next invocation for a free slot: the one with the lowest `seq`. Rows that have no `seq` yet come last.
   * @param waiter the first in the queue as it was before this transaction
   */
  next(key: SlotKey, waiter: SlotWaiter | undefined): PlannedRow | SlotWaiter | undefined {
    const asking = this.#slots.get(slotName(key))?.asking ?? [];
    const placed = asking.filter((row) => seqOf(row) !== null).sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const [first] = placed;
    if (first !== undefined && (waiter === undefined || (seqOf(first) ?? 0n) < waiter.seq)) return first;
    return waiter ?? asking[0];
  }

  /** Places in queues that were left since the last call. They must be deleted before `next` is called. */
  takeLeft(): SlotPlace[] {
    const left = this.#left;
    this.#left = [];
    return left;
  }

  /** Rows that began to wait in this transaction and still wait, with their slots. */
  asking(): { readonly key: SlotKey; readonly row: PlannedRow }[] {
    return [...this.#slots.values()].flatMap((slot) => slot.asking.map((row) => ({ key: slot, row })));
  }

  /** Slots whose current invocation changed, and slots that have none. */
  changed(): SlotOccupation[] {
    return [...this.#slots.values()].filter(
      ({ currentId, foundId }) => currentId !== foundId || currentId === null,
    );
  }

  #leave({ webhookId, orderingKey }: SlotKey, seq: bigint | null): void {
    if (seq !== null) this.#left.push({ webhookId, orderingKey, seq });
  }
}

function seqOf(row: PlannedRow): bigint | null {
  return row.locked?.seq ?? null;
}

function isBefore(a: PlannedRow, b: PlannedRow): boolean {
  return (seqOf(a) ?? 0n) < (seqOf(b) ?? 0n);
}
