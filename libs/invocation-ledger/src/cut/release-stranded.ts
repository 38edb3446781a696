import type { Pool } from '@casewire/database';
import { applyToLedger } from '../apply/apply-to-ledger.ts';
import { NO_ID } from '../statements/id-range.ts';
import { instant } from '../statements/instant.ts';

/** Rows of one transaction. */
const BATCH = 500;

export interface StrandedInvocations {
  /** Scheduled again. */
  readonly releasedAgain: number;
  /** Given up after too many cuts running. */
  readonly unprocessable: number;
}

/**
 * Schedules again what is still released since before a cut began. Only for a cut whose conditions hold: the outcome of
 * each such release would have been applied by now.
 * @param begunAt of the cut, milliseconds since the epoch
 */
export async function releaseStranded(pool: Pool, begunAt: number): Promise<StrandedInvocations> {
  let [releasedAgain, unprocessable] = [0, 0];
  for (let after = NO_ID; ;) {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT invocation_id AS id FROM history.released
        WHERE released_at < $1 AND invocation_id > $2 ORDER BY invocation_id LIMIT $3`,
      [instant(begunAt), after, BATCH],
    );
    const last = rows.at(-1);
    if (last === undefined) return { releasedAgain, unprocessable };
    const applied = await applyToLedger(
      pool,
      rows.map(({ id }) => ({ id, facts: [{ kind: 'stranded', begunAt }] })),
    );
    for (const { state, locked } of applied) {
      if (state === locked?.state) continue;
      if (state.releaseState === null) unprocessable++;
      else releasedAgain++;
    }
    after = last.id;
  }
}
