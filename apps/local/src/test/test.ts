import { pollUntil } from '@casewire/embedded';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context } from '../context.ts';
import { readTotals, summarize, type Totals } from './jest-results.ts';

/**
 * Specs run three at a time on the two cores of a small machine, since many of them wait for servers most of the time.
 * Those that can share the machine with no other spec run after them, one at a time. All run in workers, which jest
 * replaces when they have grown: jest's own process would run out of memory.
 */
const runs = [
  { name: 'together', args: ['--selectProjects', 'unit', 'int', 'e2e', '--maxWorkers', '3'] },
  { name: 'alone', args: ['--selectProjects', 'alone', '--maxWorkers', '1'] },
] as const;

interface Outcome {
  totals: Totals;
  succeeded: boolean;
}

const exitDeadlineMs = 20_000;

/** Kills a jest that does not end after it has written its results. @returns whether it had to */
async function killOnceStuck(jest: ChildProcess, outputFile: string): Promise<boolean> {
  const hasEnded = () => jest.exitCode !== null || jest.signalCode !== null;
  await pollUntil(() => hasEnded() || existsSync(outputFile), Infinity, 500);
  if (await pollUntil(hasEnded, exitDeadlineMs, 200)) return false;
  jest.kill('SIGKILL');
  return true;
}

async function runJest(
  { paths, environment, terminal }: Context,
  run: (typeof runs)[number],
  extra: readonly string[],
): Promise<Outcome> {
  const outputFile = join(paths.cacheDir, 'test', `${run.name}.json`);
  await rm(outputFile, { force: true });
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      // Specs use plain kafkajs too, which sets timers of negative length (tulios/kafkajs#1751).
      '--disable-warning=TimeoutNegativeWarning',
      join(paths.root, 'node_modules/jest/bin/jest.js'),
      ...run.args,
      '--passWithNoTests',
      '--json',
      `--outputFile=${outputFile}`,
      ...extra,
    ],
    // With --json, jest writes its report for people to standard error, and the results to standard output too.
    { cwd: paths.root, env: environment, stdio: ['inherit', 'ignore', 'inherit'] },
  );
  const exited = once(jest, 'exit') as Promise<[number | null]>;
  const stuck = killOnceStuck(jest, outputFile);
  const [code] = await exited;
  if (await stuck) terminal.line('jest was killed: a spec left something open that kept it alive');
  const totals = readTotals(await readFile(outputFile, 'utf8').catch(() => undefined));
  return { totals, succeeded: code === 0 };
}

/**
 * Runs every spec. The totals are also written to `.cache/test/summary`.
 * @param extra arguments for jest, such as a path or `-t name`
 * @returns whether all passed
 */
export async function test(context: Context, extra: readonly string[]): Promise<boolean> {
  const { paths, terminal } = context;
  const folder = join(paths.cacheDir, 'test');
  await mkdir(folder, { recursive: true });
  const outcomes: Outcome[] = [];
  for (const run of runs) outcomes.push(await runJest(context, run, extra));
  const summary = summarize(outcomes.map(({ totals }) => totals));
  await writeFile(join(folder, 'summary'), `${summary}\n`);
  terminal.line(summary);
  return outcomes.every(({ succeeded }) => succeeded);
}
