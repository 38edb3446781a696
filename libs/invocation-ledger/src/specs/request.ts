import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { inLedgerTransaction, requestCancel, requestRetry } from '../index.ts';

/** A retry in a transaction of its own. @param arrivedAt by `performance.now()`; default: now */
export function retry(
  pool: Pool,
  scope: TenantScope,
  id: string,
  arrivedAt = performance.now(),
): ReturnType<typeof requestRetry> {
  return inLedgerTransaction(pool, [], (transaction) => requestRetry(transaction, scope, id, arrivedAt));
}

/** A cancellation in a transaction of its own. */
export function cancel(pool: Pool, scope: TenantScope, id: string): ReturnType<typeof requestCancel> {
  return inLedgerTransaction(pool, [], (transaction) => requestCancel(transaction, scope, id));
}
