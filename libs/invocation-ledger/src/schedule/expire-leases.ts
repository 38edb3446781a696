import type { Pool } from '@casewire/database';
import { applyToLedger } from '../apply/apply-to-ledger.ts';

/** Gives claims whose process did not produce them in time back to the schedule. @returns how many */
export async function expireLeases(pool: Pool, limit: number): Promise<number> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'select-expired-leases',
    text: `SELECT id FROM history.invocations
            WHERE claimed_until <= now()
            LIMIT $1`,
    values: [limit],
  });
  const applied = await applyToLedger(
    pool,
    rows.map(({ id }) => ({ id, facts: [{ kind: 'lease-expired' }] })),
  );
  return applied.filter(({ locked, state }) => locked?.state !== state).length;
}
