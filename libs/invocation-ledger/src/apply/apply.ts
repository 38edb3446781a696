import type { Pool, PoolClient } from '@casewire/database';
import type { Fact } from '@casewire/invocation-state';
import { insertAttempts, insertNewAttempts } from '../sql/attempts.ts';
import { insertGaps, type LostRange } from '../sql/gaps.ts';
import { ledgerClock } from '../sql/instants.ts';
import { lockInvocations } from '../sql/invocations.ts';
import { moveOffsets, type MovedRange } from '../sql/offsets.ts';
import { lockSlots, selectSlotKeys } from '../sql/slots.ts';
import { grantSlots } from './grant-slots.ts';
import { mergeUpdates, type InvocationUpdate } from './invocation-update.ts';
import { inLedgerTransaction, type ApplyOptions } from './ledger-transaction.ts';
import { applyFacts, planRow, type PlannedRow } from './plan.ts';
import { bisected, storableAttempt } from './refused-rows.ts';
import { SlotBook } from './slot-book.ts';
import { writePlan } from './write-plan.ts';

/** The updates that a batch of records leads to, and the offsets that the batch was read from. */
export interface LedgerBatch {
  readonly clusterId: string;
  readonly ranges: readonly MovedRange[];
  /** Records that the ranges move over although history never read them. */
  readonly lost?: readonly LostRange[];
  readonly updates: readonly InvocationUpdate[];
}

/** An invocation as a transaction left it. */
export type AppliedRow = Readonly<Pick<PlannedRow, 'id' | 'state' | 'locked'>>;

/** `stale`: another process has moved a position of the batch, and nothing was applied. */
export type BatchResult =
  { readonly kind: 'applied'; readonly rows: readonly AppliedRow[] } | { readonly kind: 'stale' };

/** Rolls the transaction of a stale batch back. It does not leave this file. */
class StaleBatchError extends Error {
  override readonly name = 'StaleBatchError';
}

/** Applies a batch and moves the ledger's positions over it, in one transaction: each record counts exactly once. */
export async function applyRecords(
  pool: Pool,
  { clusterId, ranges, lost = [], updates }: LedgerBatch,
): Promise<BatchResult> {
  const ids = updates.map(({ id }) => id);
  try {
    const rows = await inLedgerTransaction(pool, ids, async ({ client, options }) => {
      await insertGaps(client, clusterId, lost);
      if (!(await moveOffsets(client, clusterId, ranges))) throw new StaleBatchError();
      return updates.length === 0 ? [] : applyUpdates(client, updates, options);
    });
    return { kind: 'applied', rows };
  } catch (error) {
    if (error instanceof StaleBatchError) return { kind: 'stale' };
    throw error;
  }
}

/** Applies facts that do not come from records, in a transaction of their own. */
export function applyToLedger(pool: Pool, updates: readonly InvocationUpdate[]): Promise<AppliedRow[]> {
  if (updates.length === 0) return Promise.resolve([]);
  const ids = updates.map(({ id }) => id);
  return inLedgerTransaction(pool, ids, ({ client, options }) => applyUpdates(client, updates, options));
}

/** Applies a fact to each of these rows. @returns the rows that it has changed */
export async function applyFact<Row extends { readonly id: string }>(
  pool: Pool,
  rows: readonly Row[],
  factOf: (row: Row) => Fact,
): Promise<AppliedRow[]> {
  const updates = rows.map((row) => ({ id: row.id, facts: [factOf(row)] }));
  const applied = await applyToLedger(pool, updates);
  return applied.filter(({ locked, state }) => locked?.state !== state);
}

/**
 * Applies updates of invocations, in a handful of statements however many there are. Updates may be repeated
 * and come in any order. Locks are taken in this order: slots, then rows by id, then the sequence.
 *
 * @throws SlotNotLockedError, or a unique violation where a row appeared meanwhile; `inLedgerTransaction` then begins
 *   again
 */
export async function applyUpdates(
  client: PoolClient,
  updates: readonly InvocationUpdate[],
  options: ApplyOptions = {},
): Promise<AppliedRow[]> {
  const merged = mergeUpdates(updates);
  const now = await ledgerClock(client);
  const book = await lockSlotsOf(client, merged, options.everySlot ?? false);
  const locked = await lockInvocations(
    client,
    merged.map(({ id }) => id),
  );
  const recorded = await recordAttempts(client, merged, options);

  const rows = new Map<string, PlannedRow>();
  for (const update of merged) {
    const row = planRow(update, locked.get(update.id));
    if (row === undefined) continue;
    rows.set(update.id, row);
    const facts = [...update.facts, ...attemptFacts(update, recorded)];
    for (const action of applyFacts(row, facts, now)) book.record(action);
  }
  await grantSlots(client, book, rows, now);
  await writePlan(client, [...rows.values()], book, options);
  return [...rows.values()];
}

async function lockSlotsOf(
  client: PoolClient,
  updates: readonly InvocationUpdate[],
  everySlot: boolean,
): Promise<SlotBook> {
  const told = updates.flatMap(({ content, facts }) =>
    facts.flatMap((fact) =>
      fact.kind === 'ordered-seen' && content !== undefined
        ? [{ webhookId: content.webhookId, orderingKey: fact.orderingKey }]
        : [],
    ),
  );
  const known = await selectSlotKeys(
    client,
    updates.filter(({ facts }) => everySlot || facts.some(mayMoveSlot)).map(({ id }) => id),
  );
  const keys = [...told, ...known];
  return new SlotBook(keys, await lockSlots(client, keys));
}

/** After these facts, the current invocation of a slot is still its current one. */
const slotKeepingFacts = new Set<Fact['kind']>([
  'attempt-recorded',
  'leased',
  'release-acknowledged',
  'lease-expired',
]);

/** Most records belong to a first release, which moves no slot: their slots need not be looked up. */
function mayMoveSlot(fact: Fact): boolean {
  if (fact.kind === 'delivery-seen') return fact.release > 1;
  return !slotKeepingFacts.has(fact.kind);
}

async function recordAttempts(
  client: PoolClient,
  updates: readonly InvocationUpdate[],
  { bisect = false, repeated = false }: ApplyOptions,
): Promise<Set<string>> {
  const attempts = updates.flatMap((update) => update.attempts ?? []);
  // Two processes may add the same attempts at once, of an invocation that has no row yet to lock. In different orders
  // they would deadlock.
  attempts.sort((a, b) => (a.id < b.id ? -1 : 1));
  const insert = repeated ? insertNewAttempts : insertAttempts;
  if (!bisect) return insert(client, attempts);
  const parts = await bisected(client, attempts, insert, storableAttempt);
  return new Set(parts.flatMap((ids) => [...ids]));
}

function attemptFacts({ attempts = [] }: InvocationUpdate, recorded: ReadonlySet<string>): Fact[] {
  return attempts
    .filter(({ id }) => recorded.has(id))
    .map(({ startedAt, responseCode }) => ({
      kind: 'attempt-recorded',
      startedAt,
      responseCode: responseCode ?? null,
    }));
}
