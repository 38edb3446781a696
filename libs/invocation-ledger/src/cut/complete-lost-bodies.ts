import type { Pool } from '@casewire/database';
import { applyToLedger } from '../apply/apply-to-ledger.ts';
import { instant } from '../statements/instant.ts';

const BATCH = 500;

/**
 * Shows the rows that were hidden before a cut began, as failed: their delivery records cannot come any more. Only for
 * a cut whose end of `deliveries.v1` the ledger has passed.
 * @returns how many
 */
export async function completeLostBodies(pool: Pool, begunAt: number): Promise<number> {
  let completed = 0;
  for (;;) {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM history.invocations WHERE seq IS NULL AND recorded_at < $1 LIMIT $2`,
      [instant(begunAt), BATCH],
    );
    await applyToLedger(
      pool,
      rows.map(({ id }) => ({ id, facts: [{ kind: 'body-lost' }] })),
    );
    completed += rows.length;
    if (rows.length < BATCH) return completed;
  }
}
