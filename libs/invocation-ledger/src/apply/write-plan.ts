import { sendAll, type PoolClient, type Statement } from '@casewire/database';
import { unknownInvocation } from '@casewire/invocation-state';
import { insertAttempts, type AttemptRecord } from '../sql/attempts.ts';
import { trackBlocking } from '../sql/blocking.ts';
import {
  insertInvocations,
  makeVisible,
  storeContents,
  updateInvocations,
  type NewInvocation,
} from '../sql/invocations.ts';
import { trackFailed } from '../sql/failed.ts';
import { noteFailures, noteRecoveries, type Recovery, type SeenFailures } from '../sql/failure-groups.ts';
import { trackHeld, type HeldChange } from '../sql/held.ts';
import { insertClosed } from '../sql/holds.ts';
import { insertIntoOutbox, type OutboxRecord } from '../sql/outbox.ts';
import { insertSlotWaiters, writeSlots } from '../sql/slots.ts';
import { insertAdditions, type StatisticsAddition } from '../sql/statistics.ts';
import { updateWebhookStates } from '../sql/webhook-states.ts';
import type { ApplyMode } from './ledger-transaction.ts';
import type { Observed } from './observe.ts';
import { isChanged, type PlannedRow } from './plan.ts';
import { bisected, storableAddition, storableFailures, storableInvocation } from './refused-rows.ts';
import type { SlotBook } from './slot-book.ts';

/** Rows and slots as a transaction will leave them. */
export interface Plan {
  readonly rows: readonly PlannedRow[];
  readonly book: SlotBook;
  /** Attempts that are still to be added. */
  readonly attempts: readonly AttemptRecord[];
  /** Records that tell of the ends of rows. */
  readonly announcements: readonly OutboxRecord[];
  /** To the statistics. */
  readonly additions: readonly StatisticsAddition[];
  /** To groups of failures. */
  readonly failures: readonly SeenFailures[];
  readonly recoveries: readonly Recovery[];
  /** Of webhooks whose states are locked. */
  readonly observed: Pick<Observed, 'changed' | 'closed'>;
}

/**
 * The statements that write a plan, to be sent in this order. They lock the sequence last, and the transaction should end
 * right after. Only where rows are to be bisected, most of them are carried out here.
 */
export async function writePlan(
  client: PoolClient,
  { rows, book, attempts, announcements, additions, failures, recoveries, observed }: Plan,
  { bisect = false, repeated = false, findsByKey = false }: ApplyMode,
): Promise<Statement[]> {
  const found = rows.filter(({ locked }) => locked !== undefined);
  const contents = found.flatMap(({ content, storesBody }) =>
    content !== undefined && storesBody ? [content] : [],
  );
  const shown = found.filter(({ becomesVisible }) => becomesVisible).map(({ id }) => id);
  const changes = [
    ...updateWebhookStates(observed.changed, findsByKey),
    ...insertClosed(observed.closed),
    ...insertAttempts(attempts, findsByKey),
    ...updateInvocations(found.filter(isChanged), findsByKey),
    ...trackHeld(heldChanges(rows), findsByKey),
    ...storeContents(contents, findsByKey),
    ...writeSlots(book.changed()),
    ...insertIntoOutbox(announcements, findsByKey),
    ...insertAdditions(bisect ? additions.map(storableAddition) : additions, findsByKey),
    ...noteFailures(bisect ? failures.map(storableFailures) : failures, findsByKey),
    ...noteRecoveries(recoveries, findsByKey),
    // The sequence is locked from here on: no statement that could wait for another transaction may follow.
    ...makeVisible(shown, findsByKey),
  ];
  const insert = (added: readonly NewInvocation[]) => insertInvocations(added, repeated, findsByKey);
  const waiters = insertSlotWaiters(
    book.asking().map(({ key, row: { id } }) => ({ ...key, id })),
    findsByKey,
  );
  const last = [...waiters, ...trackBlocking(rows), ...trackFailed(rows, findsByKey)];
  if (!bisect) return [...changes, ...insert(addedRows(rows)), ...last];
  await sendAll(client, changes);
  await bisected(client, addedRows(rows), (to, part) => sendAll(to, insert(part)), storableInvocation);
  return last;
}

function heldChanges(rows: readonly PlannedRow[]): HeldChange[] {
  return rows.flatMap(({ id, locked, content, state: after }) => {
    const webhookId = locked?.webhookId ?? content?.webhookId;
    return webhookId === undefined
      ? []
      : [{ id, webhookId, before: locked?.state ?? unknownInvocation, after }];
  });
}

function addedRows(rows: readonly PlannedRow[]): NewInvocation[] {
  return rows.flatMap(({ locked, content, state }) =>
    locked === undefined && content !== undefined ? [{ content, state }] : [],
  );
}
