import {
  inTransaction,
  isMissingPartition,
  isUniqueViolation,
  sqlState,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import { ensurePartitionsOf } from '../sql/partitions.ts';
import { announcerOf, type Announcer } from './announce-ends.ts';
import type { HealthRules } from './observe.ts';
import { isDataRefusal } from './refused-rows.ts';
import { SlotNotLockedError } from './slot-book.ts';

/** The needs that earlier tries of a transaction have shown, and who announces what it ends. */
export interface ApplyOptions {
  /** Look up the slots of all updates, also of those that usually move none. */
  readonly everySlot?: boolean;
  /**
   * PostgreSQL refused some of these rows before. Find out which, and write them without the parts that it cannot
   * store.
   */
  readonly bisect?: boolean;
  /**
   * A row to be added was there already: look for more of them before adding. Such rows are rare, and looking for them
   * costs a tenth of the whole transaction.
   */
  readonly repeated?: boolean;
  /** Tells of the ends of invocations. Default: nobody does. */
  readonly announcer?: Announcer | undefined;
}

/** How a transaction is carried out: with what earlier tries have shown, and how its statements are planned. */
export interface ApplyMode extends ApplyOptions {
  /** Whether it has begun with `BEGIN_FINDING_BY_KEY`. Default: false. */
  readonly findsByKey?: boolean;
  /** Default: attempts change no webhook's health. */
  readonly health?: HealthRules;
}

/** A transaction over the ledger, with the needs that its earlier tries have shown. */
export interface LedgerTransaction {
  readonly client: PoolClient;
  readonly options: ApplyOptions;
}

/** How often a transaction begins again for reasons that pass by themselves, before its error is thrown. */
const MAX_RESTARTS = 10;

/** Runs a transaction over the ledger, again where `withRestarts` says so. */
export function inLedgerTransaction<T>(
  pool: Pool,
  ids: readonly string[],
  work: (transaction: LedgerTransaction) => Promise<T>,
): Promise<T> {
  return withRestarts(pool, ids, (options) => inTransaction(pool, (client) => work({ client, options })));
}

/**
 * Runs a transaction. When it fails for want of something, it begins again with that: every slot locked, a partition
 * made, refused rows bisected, or rows left out that are there already.
 * @param ids of the invocations that the transaction may add
 */
export async function withRestarts<T>(
  pool: Pool,
  ids: readonly string[],
  transaction: (options: ApplyOptions) => Promise<T>,
): Promise<T> {
  const announcer = announcerOf(pool);
  let everySlot = false;
  let bisect = false;
  let repeated = false;
  for (let restarts = 0; ; restarts++) {
    try {
      return await transaction({ everySlot, bisect, repeated, announcer });
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

/** The order of locks prevents deadlocks, except over rows that appear while another transaction reads. */
function isDeadlock(error: unknown): boolean {
  return sqlState(error) === '40P01';
}
