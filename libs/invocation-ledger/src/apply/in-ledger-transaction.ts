import {
  inTransaction,
  isMissingPartition,
  isUniqueViolation,
  sqlState,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import { ensurePartitionsOf } from '../retention/partitions.ts';
import type { ApplyOptions } from './apply-updates.ts';
import { isDataRefusal } from './bisected.ts';
import { SlotNotLockedError } from './slot-book.ts';

/** How often a transaction begins again for reasons that pass by themselves, before its error is thrown. */
const MAX_RESTARTS = 10;

/** A transaction over the ledger, and what its earlier tries turned out to need. */
export interface LedgerTransaction {
  readonly client: PoolClient;
  readonly options: ApplyOptions;
}

/**
 * Runs a transaction over the ledger, and begins it again with what it turned out to need: a slot locked, a partition
 * made, bad rows bisected, rows left out that are there already.
 * @param ids of the invocations the transaction may add
 */
export async function inLedgerTransaction<T>(
  pool: Pool,
  ids: readonly string[],
  work: (transaction: LedgerTransaction) => Promise<T>,
): Promise<T> {
  let everySlot = false;
  let bisect = false;
  let repeated = false;
  for (let restarts = 0; ; restarts++) {
    try {
      return await inTransaction(pool, (client) =>
        work({ client, options: { everySlot, bisect, repeated } }),
      );
    } catch (error) {
      if (restarts === MAX_RESTARTS) throw error;
      if (error instanceof SlotNotLockedError) everySlot = true;
      else if (isMissingPartition(error)) await ensurePartitionsOf(pool, ids);
      else if (isDataRefusal(error) && !bisect) bisect = true;
      else if (isUniqueViolation(error)) repeated = true;
      else if (!isDeadlock(error)) throw error;
    }
  }
}

/** The order of locks rules most of them out, not those with rows that appear while another transaction reads. */
function isDeadlock(error: unknown): boolean {
  return sqlState(error) === '40P01';
}
