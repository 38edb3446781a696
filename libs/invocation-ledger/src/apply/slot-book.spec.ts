import { describe, expect, it } from '@jest/globals';
import { unknownInvocation } from '@casewire/invocation-state';
import type { PlannedRow } from './plan.ts';
import { SlotBook, SlotNotLockedError } from './slot-book.ts';

const key = { webhookId: 'wh', orderingKey: 'k' };

/** A row that is new, or that was found waiting with this `seq`. */
function row(id: string, seq?: bigint): PlannedRow {
  const state = { ...unknownInvocation, orderingKey: 'k', releaseState: 'held' } as const;
  const locked =
    seq === undefined
      ? undefined
      : {
          id,
          seq,
          tenantId: 't',
          environment: 'sandbox' as const,
          webhookId: 'wh',
          eventType: 'type',
          state,
        };
  return { id, locked, content: undefined, state, storesBody: false, becomesVisible: false, ends: [] };
}

function open(currentId: string | null): SlotBook {
  return new SlotBook([{ ...key, currentId }]);
}

describe('the book of slots', () => {
  it('lets no invocation in while another is current', () => {
    const book = open('a');
    book.record({ kind: 'request-slot', row: row('b'), key });
    expect(book.free()).toEqual([]);
    expect(book.asking().map(({ row: { id } }) => id)).toEqual(['b']);
    expect(book.changed()).toEqual([]);
  });

  it('prefers the lowest seq; invocations without one come last, in the order in which they asked', () => {
    const book = open(null);
    const [fresh, later, retried] = [row('fresh'), row('later'), row('retried', 3n)];
    for (const each of [fresh, later, retried]) book.record({ kind: 'request-slot', row: each, key });
    expect(book.next(key, { id: 'waiter', seq: 2n })?.id).toBe('waiter');
    expect(book.next(key, { id: 'waiter', seq: 4n })?.id).toBe('retried');
    expect(book.next(key, undefined)?.id).toBe('retried');
    book.record({ kind: 'leave-slot', row: retried, key });
    expect(book.next(key, undefined)?.id).toBe('fresh');
  });

  it('gives up the place of a waiting row that is let in or leaves', () => {
    const book = open('a');
    book.record({ kind: 'take-slot', row: row('b', 2n), key });
    book.record({ kind: 'leave-slot', row: row('c', 3n), key });
    expect(book.takeLeft().map(({ seq }) => seq)).toEqual([2n, 3n]);
    expect(book.takeLeft()).toEqual([]);
    expect(book.changed()).toMatchObject([{ currentId: 'b' }]);
  });

  it('is free when the current one leaves, not when another one does', () => {
    const book = open('a');
    book.record({ kind: 'leave-slot', row: row('b'), key });
    expect(book.free()).toEqual([]);
    book.record({ kind: 'leave-slot', row: row('a'), key });
    expect(book.free()).toMatchObject([key]);
    expect(book.changed()).toMatchObject([{ currentId: null }]);
  });

  it('refuses to touch a slot that is not locked', () => {
    const other = { webhookId: 'wh', orderingKey: 'other' };
    expect(() => {
      open(null).record({ kind: 'take-slot', row: row('a'), key: other });
    }).toThrow(SlotNotLockedError);
  });
});
