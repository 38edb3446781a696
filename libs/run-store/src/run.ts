import type { Environment } from '@casewire/events';

/** A workflow run of a tenant. */
export interface Run {
  readonly tenantId: string;
  readonly environment: Environment;
  readonly runId: string;
}

/** Runs column by column, for `unnest`. */
export function runColumns(runs: readonly Run[]): string[][] {
  return [
    runs.map(({ tenantId }) => tenantId),
    runs.map(({ environment }) => environment),
    runs.map(({ runId }) => runId),
  ];
}

/** One text for one run; none of the parts holds control characters. */
export function runKey({ tenantId, environment, runId }: Run): string {
  return `${tenantId}\0${environment}\0${runId}`;
}

/** The runs, each once, in the order in which every process locks them. */
export function distinctRuns(runs: readonly Run[]): Run[] {
  const byKey = new Map(runs.map((run) => [runKey(run), run]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, run]) => run);
}
