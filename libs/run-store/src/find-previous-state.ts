import type { Pool } from '@casewire/database';
import type { Run } from './run.ts';

const FIND_DECIDED = 'SELECT previous_state AS state FROM matching.state_changes WHERE event_uid = $1';

const FIND_LAST = 'SELECT state FROM matching.runs WHERE tenant_id = $1 AND environment = $2 AND run_id = $3';

/**
 * The state that a run was in before an event: as it was decided if the event was processed, else what the run was
 * last told to be in; undefined where nothing is known.
 */
export async function findPreviousState(pool: Pool, run: Run, eventUid: string): Promise<string | undefined> {
  const decided = await pool.query<{ state: string | null }>(FIND_DECIDED, [eventUid]);
  if (decided.rows[0] !== undefined) return decided.rows[0].state ?? undefined;
  const last = await pool.query<{ state: string | null }>(FIND_LAST, [
    run.tenantId,
    run.environment,
    run.runId,
  ]);
  return last.rows[0]?.state ?? undefined;
}
