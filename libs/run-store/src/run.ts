import { column, type Column } from '@casewire/database';
import type { Environment } from '@casewire/events';

/** A workflow run of a tenant. */
export interface Run {
  readonly tenantId: string;
  readonly environment: Environment;
  readonly runId: string;
}

/** What identifies a run in `matching.runs`. */
export const runColumns: readonly Column<Run>[] = [
  column('tenant_id', 'text', ({ tenantId }) => tenantId),
  column('environment', 'text', ({ environment }) => environment),
  column('run_id', 'text', ({ runId }) => runId),
];

/** One text for one run; none of the parts holds control characters. */
export function runKey({ tenantId, environment, runId }: Run): string {
  return `${tenantId}\0${environment}\0${runId}`;
}

/** The runs, each once, of equal ones the last, in the order in which every process locks them. */
export function distinctRuns<R extends Run>(runs: readonly R[]): R[] {
  const byKey = new Map(runs.map((run) => [runKey(run), run]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, run]) => run);
}
