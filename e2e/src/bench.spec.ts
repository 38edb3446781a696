import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAlive } from '@casewire/embedded';
import { eventually, workspaceCache } from '@casewire/testing';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist/bench/main.js');
/** When to give up. A machine that does nothing else needs 80 s; one that runs other specs needs several times that. */
const DEADLINE_MS = 600_000;

interface Run {
  readonly pid: number;
  /** Everything printed so far. */
  readonly output: () => string;
  /** The exit code. */
  readonly ended: Promise<number | null>;
  interrupt(): void;
}

interface Report {
  readonly scenario: string;
  readonly figures: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** A folder for reports, per test. */
const out = useResource(async () => ({ folder: await mkdtemp(join(tmpdir(), 'casewire-bench-')) }), {
  close: ({ folder }) => rm(folder, { recursive: true, force: true }),
  per: 'test',
});

function bench(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): Run {
  const started = spawn(process.execPath, [program, ...args, '--out', out.folder], {
    cwd: root,
    env: environment,
    // Ends before the test does, which then says what was printed.
    timeout: DEADLINE_MS - 20_000,
  });
  const chunks: Buffer[] = [];
  started.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  started.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    pid: started.pid ?? 0,
    output: () => Buffer.concat(chunks).toString('utf8'),
    ended: once(started, 'close').then(([code]) => code as number | null),
    interrupt: () => started.kill('SIGINT'),
  };
}

/** Its lines, once it has ended with this exit code. */
async function linesOf({ ended, output }: Run, exitCode: number): Promise<string[]> {
  const code = await ended;
  if (code !== exitCode)
    throw new Error(`the benchmark ended with ${String(code)}:\n${output().slice(-2_000)}`);
  return output().trimEnd().split('\n');
}

async function reports(): Promise<Report[]> {
  const names = await readdir(out.folder);
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(out.folder, name), 'utf8')) as Report),
  );
}

function childrenOf(pid: number): number[] {
  const processes = execFileSync('ps', ['-ax', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return processes
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid && isAlive(child) ? [child] : []));
}

const foldersOf = async (pid: number): Promise<string[]> =>
  (await readdir(workspaceCache)).filter((name) => name.startsWith(`bench-${pid}-`));

describe('the benchmark', () => {
  it(
    'runs every scenario in little, and each loses nothing',
    async () => {
      const run = bench(['smoke']);
      await linesOf(run, 0);
      const byScenario = new Map((await reports()).map((report) => [report.scenario, report.figures]));
      expect([...byScenario.keys()].toSorted()).toEqual([
        'backlog',
        'dashboard',
        'floor',
        'http',
        'neighbours',
        'quick',
        'replay',
        'rounds',
      ]);
      expect(Object.keys(byScenario.get('quick')?.['Loads'] ?? {})).toHaveLength(5);
      expect(Object.keys(byScenario.get('http')?.['Loads'] ?? {})).toHaveLength(5);
      for (const row of Object.values(byScenario.get('rounds')?.['Per event'] ?? {}))
        expect(row).toMatchObject({ statements: expect.any(Number), 'unread writes': 0 });
      for (const row of Object.values(byScenario.get('neighbours')?.['A good tenant, 100/s by Kafka'] ?? {}))
        expect(row).toMatchObject({ missing: 0 });
      for (const row of Object.values(
        byScenario.get('replay')?.['A webhook with live traffic, 100/s by Kafka'] ?? {},
      ))
        expect(row).toMatchObject({ missing: 0 });
      const { invocations: scrolled } = byScenario.get('dashboard')?.['Scrolling through 250 rows'] ?? {};
      expect(scrolled?.['rows in the document']).toBeLessThanOrEqual(100);
      const backlog = byScenario.get('backlog') ?? {};
      expect(Object.keys(backlog['What becomes due beside those that wait'] ?? {})).toEqual([
        '10 wait',
        '100 wait',
        '100 wait, by 10 wait',
      ]);
      expect(Object.keys(backlog['A webhook that comes back'] ?? {})).toEqual(['20 held']);
      expect(await foldersOf(run.pid)).toEqual([]);
    },
    DEADLINE_MS,
  );

  it(
    'that is interrupted says so in one line, ends what it started, and writes nothing',
    async () => {
      const run = bench(['quick']);
      await eventually(
        () => {
          expect(run.output()).toContain('burst by Kafka');
        },
        { deadlineMs: DEADLINE_MS / 2 },
      );
      const children = childrenOf(run.pid);
      expect(children.length).toBeGreaterThan(8);
      run.interrupt();
      expect((await linesOf(run, 130)).at(-1)).toMatch(/^interrupted by SIGINT/);
      await eventually(() => {
        expect(children.filter(isAlive)).toEqual([]);
      });
      expect(await reports()).toEqual([]);
      expect(await foldersOf(run.pid)).toEqual([]);
    },
    DEADLINE_MS,
  );

  it.each([
    ['a scenario that does not exist', ['quik'], process.env, 2, /^there is no scenario quik: quick, /],
    ['a machine without Java', ['quick'], { PATH: dirname(process.execPath) }, 1, /^java was not found/],
    ['files that do not exist', ['compare', 'a.json', 'b.json'], process.env, 2, /^a.json does not exist$/],
  ])(
    'refuses %s in one line, and leaves nothing behind',
    async (_, args, environment, exitCode, line) => {
      const run = bench(args, environment);
      const lines = await linesOf(run, exitCode);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(line);
      expect(await reports()).toEqual([]);
      expect(await foldersOf(run.pid)).toEqual([]);
    },
    DEADLINE_MS,
  );
});
