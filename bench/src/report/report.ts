import { execFileSync } from 'node:child_process';
import { rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { machineSpeed } from './machine.ts';
import type { Row, Tables } from './tables.ts';

/** What a scenario found. */
export interface Findings {
  /** Tables that `compare` sets against those of another run. */
  readonly figures: Tables;
  /** Tables that are only read. */
  readonly details?: Tables;
}

/** A run of a scenario, as it is written. */
export interface Report extends Findings {
  readonly scenario: string;
  readonly startedAt: string;
  /** Of the workspace, with `+` if files have changed since. */
  readonly commit: string;
  readonly machine: string;
}

/** The table of the machine's own speed, in every report. */
export const MACHINE = 'The machine itself';

/** Runs a scenario between two looks at the machine. */
export async function reportOf(scenario: string, run: () => Promise<Findings>): Promise<Report> {
  const startedAt = new Date().toISOString();
  const before: Row = await machineSpeed();
  const { figures, details } = await run();
  return {
    scenario,
    startedAt,
    commit: commit(),
    machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, Node.js ${process.version}`,
    figures: { [MACHINE]: { before, after: await machineSpeed() }, ...figures },
    ...(details !== undefined && { details }),
  };
}

/** Writes the report into a folder, which exists, whole or not at all. @returns its file */
export async function writeReport(folder: string, report: Report): Promise<string> {
  const file = join(folder, `${report.scenario}-${report.startedAt.replaceAll(/[:.]/g, '-')}.json`);
  const unfinished = `${file}.unfinished`;
  try {
    await writeFile(unfinished, `${JSON.stringify(report, undefined, 2)}\n`);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  return file;
}

function commit(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}
