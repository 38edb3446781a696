import type { PoolClient } from '@casewire/database';
import type { Fact } from '@casewire/invocation-state';
import { insertAttempts, insertNewAttempts } from '../statements/insert-attempts.ts';
import { ledgerClock } from '../statements/ledger-clock.ts';
import { lockInvocations } from '../statements/lock-invocations.ts';
import { lockSlots } from '../statements/lock-slots.ts';
import { selectSlotKeys } from '../statements/select-slot-keys.ts';
import { bisected } from './bisected.ts';
import { grantSlots } from './grant-slots.ts';
import { mergeUpdates, type InvocationUpdate } from './invocation-update.ts';
import { applyFacts, planRow, type PlannedRow } from './plan.ts';
import { SlotBook } from './slot-book.ts';
import { storableAttempt } from './storable.ts';
import { writePlan } from './write-plan.ts';

export interface ApplyOptions {
  /** Look up the slots of all updates, also of those that usually move none. */
  readonly everySlot?: boolean;
  /** PostgreSQL refused some of these rows before: find out which, and write them without what it cannot store. */
  readonly bisect?: boolean;
  /** A row that this adds was there already: look for more of them. Few are, and looking costs a tenth of it all. */
  readonly repeated?: boolean;
}

/** An invocation as a transaction left it. */
export type AppliedRow = Readonly<Pick<PlannedRow, 'id' | 'state' | 'locked'>>;

/**
 * Applies what became known about invocations, in a handful of statements however many they are. Locks in this order:
 * slots, then rows by id, then the sequence. Updates may be repeated and come in any order.
 *
 * @throws SlotNotLockedError, or a unique violation where a row appeared meanwhile, to be begun again: see
 *   `inLedgerTransaction`
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

/** Facts of the ledger's own that leave a current invocation current. */
const slotKeepingFacts = new Set<Fact['kind']>([
  'attempt-recorded',
  'claimed',
  'release-acknowledged',
  'lease-expired',
]);

/** Most records tell of a first release, which moves no slot: their rows need not be looked up before they are locked. */
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
  // Two processes can be given the same attempts of an invocation that neither has a row of to lock.
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
