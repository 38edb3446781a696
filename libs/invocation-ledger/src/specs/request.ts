import type { Pool } from '@casewire/database';
import { inLedgerTransaction, requestCancel, requestRetry } from '../index.ts';

type Scope = Parameters<typeof requestRetry>[1];

/** A retry in a transaction of its own. @param arrivedAt by `performance.now()`; default: now */
export function retry(
  pool: Pool,
  scope: Scope,
  id: string,
  arrivedAt = performance.now(),
): ReturnType<typeof requestRetry> {
  return inLedgerTransaction(pool, [], (transaction) => requestRetry(transaction, scope, id, arrivedAt));
}

/** A cancellation in a transaction of its own. */
export function cancel(pool: Pool, scope: Scope, id: string): ReturnType<typeof requestCancel> {
  return inLedgerTransaction(pool, [], (transaction) => requestCancel(transaction, scope, id));
}
