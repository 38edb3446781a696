import type { Pool } from '@casewire/database';
import { StalePositionError } from '@casewire/kafka';
import { insertGaps, type LostRange } from '../statements/gaps.ts';
import { moveOffsets, type MovedRange } from '../statements/move-offsets.ts';
import { applyUpdates, type AppliedRow } from './apply-updates.ts';
import { inLedgerTransaction } from './in-ledger-transaction.ts';
import type { InvocationUpdate } from './invocation-update.ts';

/** What a batch of records tells, and the offsets it was read from. */
export interface LedgerBatch {
  readonly clusterId: string;
  readonly ranges: readonly MovedRange[];
  /** What the ranges move over although it was never read. */
  readonly lost?: readonly LostRange[];
  readonly updates: readonly InvocationUpdate[];
}

/**
 * Applies a batch and moves the ledger's positions over it, in one transaction: each record counts exactly once.
 * @throws StalePositionError if another process moved a position meanwhile; nothing was applied then
 */
export function applyRecords(
  pool: Pool,
  { clusterId, ranges, lost = [], updates }: LedgerBatch,
): Promise<AppliedRow[]> {
  const ids = updates.map(({ id }) => id);
  return inLedgerTransaction(pool, ids, async ({ client, options }) => {
    await insertGaps(client, clusterId, lost);
    const moved = await moveOffsets(client, clusterId, ranges);
    if (!moved) throw new StalePositionError('the ledger does not stand where this batch begins');
    return updates.length === 0 ? [] : applyUpdates(client, updates, options);
  });
}
