import { z } from 'zod';

const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  /** Spec files that could not run at all. */
  numRuntimeErrorTestSuites: z.number(),
});

export interface Totals {
  passed: number;
  failed: number;
}

/** The totals of one run, from jest's `--json` output. Without output, the run itself has failed. */
export function readTotals(json: string | undefined): Totals {
  if (json === undefined) return { passed: 0, failed: 1 };
  const results = resultsSchema.parse(JSON.parse(json));
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
  };
}

/** `12 passed, 0 failed`, over several runs. */
export function summarize(runs: readonly Totals[]): string {
  const sum = (pick: (totals: Totals) => number) => runs.reduce((total, run) => total + pick(run), 0);
  return `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`;
}
