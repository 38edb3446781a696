import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { BreakerLimits } from '@casewire/invocation-state';
import { inLedgerTransaction, requestCancel, requestRetry } from '../index.ts';

const limits: BreakerLimits = {
  failuresInRow: 3,
  percent: 50,
  attempts: 20,
  windowMs: 60_000,
  firstProbeMs: 0,
  longestProbeMs: 0,
  probeWaitMs: 60_000,
  longestRetryAfterMs: 3_600_000,
  fullWidth: 4,
};

/** A retry in a transaction of its own. @param arrivedAt by `performance.now()`; default: now */
export function retry(
  pool: Pool,
  scope: TenantScope,
  id: string,
  arrivedAt = performance.now(),
): ReturnType<typeof requestRetry> {
  return inLedgerTransaction(pool, [], (transaction) =>
    requestRetry(transaction, { scope, id, by: 'key-1', arrivedAt }, limits),
  );
}

/** A cancellation in a transaction of its own. */
export function cancel(pool: Pool, scope: TenantScope, id: string): ReturnType<typeof requestCancel> {
  return inLedgerTransaction(pool, [], (transaction) => requestCancel(transaction, scope, id, 'key-1'));
}
