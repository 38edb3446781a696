import {
  BEGIN_FINDING_BY_KEY,
  inOneRoundTrip,
  inTwoRoundTrips,
  sendAll,
  type Pool,
  type PoolClient,
  type Statement,
} from '@casewire/database';
import type { Fact } from '@casewire/invocation-state';
import { selectAnswerClasses } from '../sql/failure-groups.ts';
import { insertGaps, type LostRange } from '../sql/gaps.ts';
import { ledgerClock } from '../sql/instants.ts';
import { lockInvocations, type LockedInvocation } from '../sql/invocations.ts';
import { lockPositions, moveOffsets, type LedgerPosition, type MovedRange } from '../sql/offsets.ts';
import { lockSlots, type SlotOccupation } from '../sql/slots.ts';
import type { WebhookState } from '../sql/webhook-state-columns.ts';
import { lockWebhookStates } from '../sql/webhook-states.ts';
import { announcementsOf } from './announce-ends.ts';
import { AnswerClasses, refusedWebhooks } from './answer-classes.ts';
import { countChanges } from './count-changes.ts';
import { grantSlots } from './grant-slots.ts';
import { findEndedHolds, settledFact } from './holds-of-facts.ts';
import { mergeUpdates, type InvocationUpdate } from './invocation-update.ts';
import { withRestarts, type ApplyMode, type ApplyOptions } from './ledger-transaction.ts';
import { failuresIn, recoveriesIn } from './note-failures.ts';
import { observe, wantedStates, type HealthRules, type Observed, type WebhookEffect } from './observe.ts';
import { applyFacts, planRow, type PlannedRow } from './plan.ts';
import { attemptFacts, attemptsOf, recordAttempts } from './record-attempts.ts';
import { SlotBook } from './slot-book.ts';
import { mayMoveSlot, namedSlot } from './slots-of-facts.ts';
import { writePlan, type Plan } from './write-plan.ts';

/** The updates that a batch of records leads to, and the offsets that the batch was read from. */
export interface LedgerBatch {
  readonly clusterId: string;
  readonly ranges: readonly MovedRange[];
  /** Records that the ranges move over although history never read them. */
  readonly lost?: readonly LostRange[];
  readonly updates: readonly InvocationUpdate[];
  /** Default: attempts change no webhook's health. */
  readonly health?: HealthRules;
}

/** An invocation as a transaction left it. */
export type AppliedRow = Readonly<Pick<PlannedRow, 'id' | 'state' | 'locked' | 'ends'>>;

/** `stale`: another process has moved a position of the batch, and nothing was applied. */
export type BatchResult =
  | {
      readonly kind: 'applied';
      readonly rows: readonly AppliedRow[];
      readonly effects: readonly WebhookEffect[];
    }
  | { readonly kind: 'stale' };

/** Rolls the transaction of a stale batch back. It does not leave this file. */
class StaleBatchError extends Error {
  override readonly name = 'StaleBatchError';
}

/** Applies a batch and moves the ledger's positions over it, in one transaction: each record counts exactly once. */
export async function applyRecords(
  pool: Pool,
  { clusterId, ranges, lost = [], updates, health }: LedgerBatch,
): Promise<BatchResult> {
  try {
    const applied = await applyBeside(pool, updates, {
      ...(health && { health }),
      lock: (client, findsByKey) => lockPositions(client, clusterId, ranges, findsByKey),
      write: async (client, positions, findsByKey) => {
        const moves = movesFrom(positions, ranges);
        await insertGaps(client, clusterId, lost);
        return moveOffsets(clusterId, moves, findsByKey);
      },
    });
    return { kind: 'applied', ...applied };
  } catch (error) {
    if (error instanceof StaleBatchError) return { kind: 'stale' };
    throw error;
  }
}

/** Applies facts that do not come from records, in a transaction of their own. */
export async function applyToLedger(
  pool: Pool,
  updates: readonly InvocationUpdate[],
): Promise<readonly AppliedRow[]> {
  if (updates.length === 0) return [];
  const { rows } = await applyBeside(pool, updates, {
    lock: () => Promise.resolve(),
    write: () => Promise.resolve([]),
  });
  return rows;
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

/** What else is locked and written in the transaction that applies updates, each before rows and slots. */
interface Beside<Locked> {
  readonly lock: (client: PoolClient, findsByKey: boolean) => Promise<Locked>;
  readonly write: (client: PoolClient, locked: Locked, findsByKey: boolean) => Promise<Statement[]>;
  readonly health?: HealthRules;
}

interface Applied {
  readonly rows: readonly AppliedRow[];
  readonly effects: readonly WebhookEffect[];
}

/**
 * The most updates of a transaction whose statements are planned once. With more, planning costs little beside the work,
 * and a plan that knows the number of rows is better.
 */
const MOST_FOUND_BY_KEY = 32;

/** Applies updates in a transaction of two round trips: the locks, then the writes. */
function applyBeside<Locked>(
  pool: Pool,
  updates: readonly InvocationUpdate[],
  beside: Beside<Locked>,
): Promise<Applied> {
  const merged = mergeUpdates(updates);
  const findsByKey = merged.length <= MOST_FOUND_BY_KEY;
  const ids = merged.map(({ id }) => id);
  return withRestarts(pool, ids, (options) => {
    const mode = { ...options, findsByKey, ...(beside.health && { health: beside.health }) };
    return inTwoRoundTrips(pool, {
      begin: findsByKey ? BEGIN_FINDING_BY_KEY : 'BEGIN',
      lock: (client) => Promise.all([beside.lock(client, findsByKey), lockRows(client, merged, mode)]),
      decide: async (client, [locked, lockedRows]) => {
        const writes = await beside.write(client, locked, findsByKey);
        const plan = await planUpdates(client, merged, lockedRows, mode);
        const { rows, observed } = plan;
        const { effects } = observed;
        return { result: { rows, effects }, writes: [...writes, ...(await writePlan(client, plan, mode))] };
      },
    });
  });
}

/**
 * Applies updates of invocations, in a handful of statements however many there are. Updates may be repeated
 * and come in any order. Locks are taken in this order: states of webhooks, slots, rows by id, then the sequence.
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
  const plan = await planUpdates(client, merged, await lockRows(client, merged, options), options);
  await sendAll(client, await writePlan(client, plan, options));
  return [...plan.rows];
}

interface LockedRows {
  /** By the ledger's clock. */
  readonly now: number;
  /** Those that the updates may change, by webhook id. */
  readonly states: ReadonlyMap<string, WebhookState>;
  readonly slots: readonly SlotOccupation[];
  readonly rows: ReadonlyMap<string, LockedInvocation>;
  /** Of answers that are failures. The locks on the states of their webhooks keep others from adding any. */
  readonly classes: AnswerClasses;
}

/** Locks the states of webhooks that merged updates may change, then the slots of the updates, then their rows. */
async function lockRows(
  client: PoolClient,
  updates: readonly InvocationUpdate[],
  { everySlot = false, findsByKey = false, health }: ApplyMode,
): Promise<LockedRows> {
  const named = updates.flatMap(({ content, facts }) =>
    facts.flatMap((fact) => {
      const orderingKey = namedSlot(fact);
      return orderingKey === undefined || content === undefined
        ? []
        : [{ webhookId: content.webhookId, orderingKey }];
    }),
  );
  const movers = updates.filter(({ facts }) => everySlot || facts.some(mayMoveSlot));
  const wanted = wantedStates(updates, health !== undefined);
  const refused = refusedWebhooks(updates);
  const [now, states, stored, slots, rows] = await inOneRoundTrip(client, () => [
    ledgerClock(client),
    lockWebhookStates(client, wanted, findsByKey),
    selectAnswerClasses(client, refused, findsByKey),
    lockSlots(client, named, idsOf(movers), findsByKey),
    lockInvocations(client, idsOf(updates), findsByKey),
  ]);
  return { now, states, slots, rows, classes: new AnswerClasses(refused, stored) };
}

/** Decides what becomes of rows and slots that are locked. */
async function planUpdates(
  client: PoolClient,
  updates: readonly InvocationUpdate[],
  { now, states, slots, rows: locked, classes }: LockedRows,
  mode: ApplyMode,
): Promise<Plan & { readonly observed: Observed }> {
  const attempts = attemptsOf(updates);
  const isLaterTry = mode.repeated === true || mode.bisect === true;
  // Only a later try can meet attempts that are there already: it adds the others, to know which have counted.
  const recorded = isLaterTry ? await recordAttempts(client, attempts, mode) : new Set(idsOf(attempts));
  const endedHolds = await findEndedHolds(client, updates, states);
  const book = new SlotBook(slots);
  const rows = new Map<string, PlannedRow>();
  for (const update of updates) {
    const row = planRow(update, locked.get(update.id));
    if (row === undefined) continue;
    rows.set(update.id, row);
    const settled = update.facts.flatMap((fact) => settledFact(fact, update, endedHolds, now) ?? []);
    const facts = [...settled, ...attemptFacts(update, recorded, classes)];
    for (const action of applyFacts(row, facts, now)) book.record(action);
  }
  await grantSlots(client, book, rows, { now, findsByKey: mode.findsByKey ?? false });
  const findings = { recorded, rows: locked, states, ended: endedHolds, now };
  const observed = observe(updates, findings, mode.health);
  const planned = { rows: [...rows.values()], effects: observed.effects };
  const announcements = await announcementsOf(client, planned, now, mode.announcer);
  const additions = countChanges(updates, planned.rows, recorded);
  return {
    rows: planned.rows,
    book,
    attempts: isLaterTry ? [] : attempts,
    announcements,
    additions,
    failures: failuresIn(updates, planned.rows, recorded, classes),
    recoveries: recoveriesIn(observed.changed, states),
    observed,
  };
}

/**
 * Which positions move, and which begin.
 * @throws StaleBatchError if one stands elsewhere than where its range begins
 */
function movesFrom(positions: readonly LedgerPosition[], ranges: readonly MovedRange[]) {
  const offsets = new Map(positions.map((position) => [nameOf(position), position.nextOffset]));
  const moved = ranges.filter((range) => offsets.has(nameOf(range)));
  if (moved.some((range) => offsets.get(nameOf(range)) !== range.from)) throw new StaleBatchError();
  return { moved, begun: ranges.filter((range) => !offsets.has(nameOf(range))) };
}

function nameOf({ topic, partition }: Pick<MovedRange, 'topic' | 'partition'>): string {
  return `${topic} ${partition}`;
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
