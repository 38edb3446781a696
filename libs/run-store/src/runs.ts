import { arrays, column, names, rowsOf, type Column, type Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';

/** A workflow run of a tenant. */
export interface Run extends TenantScope {
  readonly runId: string;
}

/** A run's key in `matching.runs`. */
export const runColumns: readonly Column<Run>[] = [
  column('tenant_id', 'text', ({ tenantId }) => tenantId),
  column('environment', 'text', ({ environment }) => environment),
  column('run_id', 'text', ({ runId }) => runId),
];

/** A text that no two runs share: no part of it holds control characters. */
export function runKey({ tenantId, environment, runId }: Run): string {
  return `${tenantId}\0${environment}\0${runId}`;
}

/** Each run once, by its last entry, in the order in which every process locks runs. */
export function distinctRuns<R extends Run>(runs: readonly R[]): R[] {
  const byKey = new Map(runs.map((run) => [runKey(run), run]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, run]) => run);
}

/** A run with the time of its end. */
export interface EndedRun extends Run {
  readonly endedAt: Date;
}

const endColumns: readonly Column<EndedRun>[] = [
  ...runColumns,
  column('ended_at', 'timestamptz', ({ endedAt }) => endedAt.getTime()),
];

const RECORD_ENDS = `
  INSERT INTO matching.runs AS run (${names(endColumns)})
  SELECT * FROM ${rowsOf(endColumns)} AS told
      ON CONFLICT (${names(runColumns)})
      DO UPDATE SET ended_at = excluded.ended_at, told_at = now()
   WHERE run.ended_at IS NULL`;

/** Notes the ends of runs. The first end of a run counts; later ones change nothing. */
export async function recordRunEnds(pool: Pool, ends: readonly EndedRun[]): Promise<void> {
  if (ends.length === 0) return;
  await pool.query(RECORD_ENDS, arrays(endColumns, distinctRuns(ends.toReversed())));
}

const DELETE_OLD = `
  DELETE FROM matching.runs
   WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM matching.runs WHERE told_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`;

/** Deletes at most `limit` runs of which no event has told since `before`. @returns how many */
export async function deleteOldRuns(pool: Pool, before: Date, limit: number): Promise<number> {
  const { rowCount } = await pool.query(DELETE_OLD, [before, limit]);
  return rowCount ?? 0;
}
