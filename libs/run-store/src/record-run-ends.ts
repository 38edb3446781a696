import { arrays, column, names, rowsOf, type Column, type Pool } from '@casewire/database';
import { distinctRuns, runColumns, type Run } from './run.ts';

export interface EndedRun extends Run {
  readonly endedAt: Date;
}

const columns: readonly Column<EndedRun>[] = [
  ...runColumns,
  column('ended_at', 'timestamptz', ({ endedAt }) => endedAt.getTime()),
];

const STATEMENT = `
  INSERT INTO matching.runs AS run (${names(columns)})
  SELECT * FROM ${rowsOf(columns)} AS told
      ON CONFLICT (${names(runColumns)})
      DO UPDATE SET ended_at = excluded.ended_at, told_at = now()
   WHERE run.ended_at IS NULL`;

/** Notes when runs ended; the first end counts, however often it is told. */
export async function recordRunEnds(pool: Pool, ends: readonly EndedRun[]): Promise<void> {
  if (ends.length === 0) return;
  await pool.query(STATEMENT, arrays(columns, distinctRuns(ends.toReversed())));
}
