import type { Pool } from '@casewire/database';
import { distinctRuns, runColumns, runKey, type Run } from './run.ts';

export interface EndedRun extends Run {
  readonly endedAt: Date;
}

const STATEMENT = `
  INSERT INTO matching.runs AS run (tenant_id, environment, run_id, ended_at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
      ON CONFLICT (tenant_id, environment, run_id)
      DO UPDATE SET ended_at = excluded.ended_at, told_at = now()
   WHERE run.ended_at IS NULL`;

/** Notes when runs ended; the first end counts, however often it is told. */
export async function recordRunEnds(pool: Pool, ends: readonly EndedRun[]): Promise<void> {
  if (ends.length === 0) return;
  const firstEnds = new Map(ends.toReversed().map((end) => [runKey(end), end.endedAt]));
  const runs = distinctRuns(ends);
  await pool.query(STATEMENT, [...runColumns(runs), runs.map((run) => firstEnds.get(runKey(run)))]);
}
