import type { Pool } from '@casewire/database';
import { applyUpdates, type AppliedRow } from './apply-updates.ts';
import { inLedgerTransaction } from './in-ledger-transaction.ts';
import type { InvocationUpdate } from './invocation-update.ts';

/** Applies facts that no record told, in a transaction of their own. */
export function applyToLedger(pool: Pool, updates: readonly InvocationUpdate[]): Promise<AppliedRow[]> {
  if (updates.length === 0) return Promise.resolve([]);
  const ids = updates.map(({ id }) => id);
  return inLedgerTransaction(pool, ids, ({ client, options }) => applyUpdates(client, updates, options));
}
