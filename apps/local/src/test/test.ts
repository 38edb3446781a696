import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context } from '../context.ts';
import { readTotals, summarize, type Totals } from './jest-results.ts';

/** Pure and integration specs side by side; the end-to-end ones alone, since each brings a whole system along. */
const runs = [
  { name: 'unit-int', args: ['--selectProjects', 'unit', 'int'] },
  { name: 'e2e', args: ['--selectProjects', 'e2e', '--runInBand'] },
] as const;

interface Outcome {
  totals: Totals;
  succeeded: boolean;
}

async function runJest(
  { paths, environment }: Context,
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
      join(paths.root, 'node_modules/jest/bin/jest.js'),
      ...run.args,
      '--passWithNoTests',
      '--json',
      `--outputFile=${outputFile}`,
      ...extra,
    ],
    // With --json the report for people goes to standard error, and the results to standard output as well.
    { cwd: paths.root, env: environment, stdio: ['inherit', 'ignore', 'inherit'] },
  );
  const [code] = (await once(jest, 'exit')) as [number | null];
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
