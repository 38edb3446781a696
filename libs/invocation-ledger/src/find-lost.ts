import { sendAll, type Pool, type PoolClient } from '@casewire/database';
import { applyFact } from './apply/apply.ts';
import { grantSlots } from './apply/grant-slots.ts';
import { inLedgerTransaction } from './apply/ledger-transaction.ts';
import type { PlannedRow } from './apply/plan.ts';
import { SlotBook } from './apply/slot-book.ts';
import { writePlan } from './apply/write-plan.ts';
import { selectBlockers, selectLiftedBlocks } from './sql/blocking.ts';
import { inBatches, NO_ID } from './sql/ids.ts';
import { ledgerClock } from './sql/instants.ts';
import { lockInvocations, type LockedInvocation } from './sql/invocations.ts';
import { selectHiddenBefore } from './sql/open-invocations.ts';
import { selectReleasedBefore } from './sql/released.ts';
import { lockSlots, selectIdleSlots, type SlotKey } from './sql/slots.ts';

/** Rows of one transaction. */
const BATCH = 500;

export interface StrandedInvocations {
  /** Scheduled again. */
  readonly releasedAgain: number;
  /** Given up, because too many cuts in a row have scheduled them again. */
  readonly unprocessable: number;
}

/**
 * Schedules invocations again that are released since before a cut began. Only for a cut that has proved that these
 * releases are lost: the ledger would have applied their outcomes by now.
 * @param begunAt of the cut, milliseconds since the epoch
 */
export async function releaseStranded(pool: Pool, begunAt: number): Promise<StrandedInvocations> {
  let [releasedAgain, unprocessable] = [0, 0];
  for await (const rows of inBatches((after) => selectReleasedBefore(pool, begunAt, after, BATCH))) {
    const ids = rows.map(({ id }) => id);
    const blockers = await selectBlockers(pool, ids);
    const factOf = ({ id }: { readonly id: string }) =>
      ({ kind: 'stranded', begunAt, blocks: blockers.has(id) }) as const;
    for (const { state } of await applyFact(pool, rows, factOf)) {
      if (state.releaseState === 'scheduled') releasedAgain++;
      else unprocessable++;
    }
  }
  return { releasedAgain, unprocessable };
}

/** Whether rows are hidden since before a cut began: `seekLostBodies` would have their events rematched. */
export async function hasLostBodies(pool: Pool, begunAt: number): Promise<boolean> {
  return (await selectHiddenBefore(pool, begunAt, NO_ID, 1)).length > 0;
}

/**
 * Rematches the events of rows that are hidden since before a cut began: their delivery records can no longer come. A
 * row is shown as failed if its event is gone, or if several cuts have rematched the event in vain. Only for a cut whose
 * noted end of `deliveries.v1` the ledger has passed.
 * @param begunAt of the cut, milliseconds since the epoch
 * @param rematch rematches events by their uids, and returns the uids of those that are still kept
 * @returns how many rows are shown as failed now
 */
export async function seekLostBodies(
  pool: Pool,
  begunAt: number,
  rematch: (eventUids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<number> {
  let completed = 0;
  for await (const rows of inBatches((after) => selectHiddenBefore(pool, begunAt, after, BATCH))) {
    const kept = await rematch([...new Set(rows.map(({ eventUid }) => eventUid))]);
    const applied = await applyFact(pool, rows, ({ eventUid }) => ({
      kind: kept.has(eventUid) ? 'body-sought' : 'body-lost',
    }));
    completed += applied.filter(({ state }) => state.complete && !state.hasBody).length;
  }
  return completed;
}

/**
 * Lets the next invocation into slots whose current one has ended or is gone. The transaction that ends an invocation
 * does this itself; this mends slots after rows were removed or the ledger was restored. Call it again with the next cut:
 * it looks at 10,000 slots or so, and looks after 500.
 * @returns how many slots
 */
export async function advanceSlots(pool: Pool): Promise<number> {
  const keys = await selectIdleSlots(pool, BATCH);
  if (keys.length === 0) return 0;
  await inLedgerTransaction(pool, [], ({ client }) => advance(client, keys));
  return keys.length;
}

/**
 * Lets the next invocation into slots that are blocked although the webhook no longer asks for that. Call it again with the
 * next cut: it looks after 500 slots.
 * @returns how many slots
 */
export async function liftBlocks(pool: Pool): Promise<number> {
  const lifted = await selectLiftedBlocks(pool, BATCH);
  const changed = await applyFact(pool, lifted, () => ({ kind: 'block-lifted' }));
  return changed.filter(({ locked }) => locked?.state.releaseState === 'blocking').length;
}

async function advance(client: PoolClient, keys: readonly SlotKey[]): Promise<void> {
  const now = await ledgerClock(client);
  const slots = await lockSlots(client, keys, [], false);
  const book = new SlotBook(slots);
  const currentIds = slots.map(({ currentId }) => currentId).filter((id) => id !== null);
  const locked = await lockInvocations(client, currentIds, false);
  for (const slot of slots) if (!isActive(locked.get(slot.currentId ?? ''))) book.vacate(slot);
  const rows = new Map<string, PlannedRow>();
  await grantSlots(client, book, rows, { now, findsByKey: false });
  const observed = { changed: [], closed: [] };
  const nothing = { attempts: [], announcements: [], additions: [], failures: [], recoveries: [] };
  const plan = { rows: [...rows.values()], book, ...nothing, observed };
  await sendAll(client, await writePlan(client, plan, {}));
}

function isActive(row: LockedInvocation | undefined): boolean {
  return row !== undefined && row.state.releaseState !== null && row.state.releaseState !== 'held';
}
