import type { Pool } from '@casewire/database';
import { applyToLedger } from '../apply/apply-to-ledger.ts';

/** Tells the ledger that the broker has these claimed releases. */
export async function acknowledgeReleases(
  pool: Pool,
  releases: readonly { readonly id: string; readonly release: number }[],
): Promise<void> {
  await applyToLedger(
    pool,
    releases.map(({ id, release }) => ({ id, facts: [{ kind: 'release-acknowledged', release }] })),
  );
}
