import {
  transition,
  unknownInvocation,
  type Action,
  type Fact,
  type InvocationEnd,
  type InvocationState,
} from '@casewire/invocation-state';
import type { InvocationContent } from '../invocation-content.ts';
import type { LockedInvocation } from '../sql/invocations.ts';
import type { SlotKey } from '../sql/slots.ts';
import type { InvocationUpdate } from './invocation-update.ts';

/** A row as the transaction will leave it. */
export interface PlannedRow {
  readonly id: string;
  /** The row as it was found; undefined if it is to be added. */
  readonly locked: LockedInvocation | undefined;
  readonly content: InvocationContent | undefined;
  state: InvocationState;
  storesBody: boolean;
  becomesVisible: boolean;
  /** Its ends in this transaction, in order. */
  readonly ends: InvocationEnd[];
}

/** A request of a row to its slot. */
export interface SlotAction {
  readonly kind: Extract<Action['kind'], 'request-slot' | 'take-slot' | 'leave-slot'>;
  readonly row: PlannedRow;
  readonly key: SlotKey;
}

/** A row to be changed or added; undefined if it neither exists nor can be added for lack of a content. */
export function planRow(
  update: InvocationUpdate,
  locked: LockedInvocation | undefined,
): PlannedRow | undefined {
  if (locked === undefined && update.content === undefined) return undefined;
  return {
    id: update.id,
    locked,
    content: update.content,
    state: locked?.state ?? unknownInvocation,
    storesBody: false,
    becomesVisible: false,
    ends: [],
  };
}

/** Applies facts to a planned row. @returns the requests of the row to its slot, in order */
export function applyFacts(row: PlannedRow, facts: readonly Fact[], now: number): SlotAction[] {
  const slotActions: SlotAction[] = [];
  for (const fact of facts) {
    const { state, actions, end } = transition(row.state, fact, now);
    row.state = state;
    if (end !== undefined) row.ends.push(end);
    for (const { kind } of actions) {
      if (kind === 'store-body') row.storesBody = true;
      else if (kind === 'make-visible') row.becomesVisible = true;
      else slotActions.push({ kind, row, key: slotKeyOf(row) });
    }
  }
  return slotActions;
}

/** True if the row differs from how it was found. */
export function isChanged({ locked, state }: PlannedRow): boolean {
  return locked !== undefined && locked.state !== state;
}

function slotKeyOf(row: PlannedRow): SlotKey {
  const webhookId = row.locked?.webhookId ?? row.content?.webhookId;
  const { orderingKey } = row.state;
  if (webhookId === undefined || orderingKey === null)
    throw new Error('only an ordered invocation has a slot');
  return { webhookId, orderingKey };
}
