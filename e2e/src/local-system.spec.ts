import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '@casewire/config';
import { findFreePort, isAlive, isPortFree, readPid } from '@casewire/embedded';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useReceiver, useResource } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readTour, Shell, withoutChance } from './support/tour.ts';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist/apps/local/main.js');

/** Where a local system keeps its data, and the environment that it is started in. */
interface Home {
  readonly dataDir: string;
  readonly environment: NodeJS.ProcessEnv;
}

interface Run {
  process: ChildProcess;
  /** Everything printed so far. */
  output: () => string;
}

/** For the tests of a describe. @param start arguments and variables of the start */
function useLocalSystem({ args = [], variables = () => ({}) }: LocalStart = {}) {
  const database = useDatabase({ migrated: false });
  const home = useResource(() => makeHome(database.url, variables()), {
    close: ({ dataDir }) => rm(dataDir, { recursive: true, force: true }),
  });
  const system = useResource(() => run(home, 'start', ...args), {
    close: ({ process: started }) => started.kill('SIGTERM'),
  });
  beforeAll(async () => {
    await eventually(() => {
      expect(system.process.exitCode ?? system.output()).not.toBe(1);
      expect(system.output()).toContain('npm run send');
    });
  });
  return { home, system };
}

interface LocalStart {
  readonly args?: readonly string[];
  /** Read when the system is started. */
  readonly variables?: () => Readonly<Record<string, string>>;
}

async function makeHome(databaseUrl: string, variables: Readonly<Record<string, string>>): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), 'casewire-'));
  const environment = {
    PATH: process.env['PATH'],
    KAFKA_BROKERS: kafkaBrokers().join(','),
    DATABASE_URL: databaseUrl,
    CASEWIRE_TOPIC_PREFIX: testTopicPrefix(),
    CASEWIRE_DATA_DIR: dataDir,
    CASEWIRE_PORT_BASE: String(await findPortBase()),
    CASEWIRE_DEMO_PORT: String(await findFreePort()),
    ...variables,
  };
  return { dataDir, environment };
}

function run(home: Home, ...args: readonly string[]): Run {
  const process_ = spawn(process.execPath, [program, ...args], { cwd: root, env: home.environment });
  const chunks: Buffer[] = [];
  process_.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  process_.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { process: process_, output: () => Buffer.concat(chunks).toString('utf8') };
}

async function runToEnd(
  home: Home,
  ...args: readonly string[]
): Promise<{ code: number | null; output: string }> {
  const { process: process_, output } = run(home, ...args);
  const [code] = (await once(process_, 'close')) as [number | null];
  return { code, output: output() };
}

async function kill(home: Home, name: string): Promise<void> {
  const pid = await readPid(join(home.dataDir, `run/${name}.pid`));
  if (pid === undefined) throw new Error(`${name} has no process id`);
  process.kill(pid, 'SIGKILL');
}

/** The first of seven free ports in a row. */
async function findPortBase(): Promise<number> {
  for (;;) {
    const base = await findFreePort();
    const next = await Promise.all([1, 2, 3, 4, 5, 6].map((offset) => isPortFree(base + offset)));
    if (!next.includes(false)) return base;
  }
}

async function pids(home: Home): Promise<number[]> {
  const names = (await readdir(join(home.dataDir, 'run'))).filter((name) => name.endsWith('.pid'));
  const found = await Promise.all(names.map((name) => readPid(join(home.dataDir, 'run', name))));
  return found.filter((pid) => pid !== undefined);
}

describe('the local system', () => {
  const { home, system } = useLocalSystem();
  const shell = useResource(() => new Shell(home.environment), {
    close: (open) => {
      open.close();
    },
  });

  it('shows a run that reaches webhooks of every level, one of them by retry', () => {
    const output = system.output();
    for (const level of ['customer', 'definition', 'runtime']) {
      expect(output).toMatch(new RegExp(`received +${level} .* signature valid, answered 200`));
    }
    expect(output).toMatch(/received +flaky .* request 1, signature valid, answered 503/);
    expect(output).toMatch(/received +flaky .* request 3, signature valid, answered 200/);
    expect(output).toMatch(/workflow\.context\.changed +flaky +delivered +3 +200/);
    expect(output).not.toContain('signature invalid');
  });

  it('shows what every family would send', () => {
    const output = system.output();
    expect(output).toMatch(/received +idwise +Finished Journey .* signature none, answered 200/);
    expect(output).toMatch(/received +atfinity +case_\w+ .* signature none, answered 200/);
    expect(output).toMatch(/received +dataspike +DOCVER .* signature valid, answered 200/);
  });

  it('does what the tour of the README says, command by command', async () => {
    const { CASEWIRE_DEMO_PORT: receiver = '', CASEWIRE_TOPIC_PREFIX: prefix = '' } = home.environment;
    const nobody = String(await findFreePort());
    const here = (commands: string): string =>
      commands
        .replaceAll('8787', receiver)
        .replaceAll('8788', nobody)
        .replaceAll('npm run --silent send', `"${process.execPath}" "${program}" send`);
    const there = (output: string): string => withoutChance(output.replaceAll(prefix, 'casewire.'));
    await shell.run([...system.output().matchAll(/^export CASEWIRE_.*$/gm)].join('\n'));
    const steps = readTour(await readFile(join(root, 'README.md'), 'utf8'));
    expect(steps.length).toBeGreaterThan(12);
    for (const { commands, reads, printed } of steps) {
      const first = await shell.run(here(commands));
      await eventually(async () => {
        const then = reads === '' ? '' : await shell.run(here(reads));
        if (printed !== undefined)
          expect(there(`${first.trim()}\n${then.trim()}`)).toBe(withoutChance(printed));
      });
    }
  });

  it('prints a key that works, and keeps it and the others where only their owner can read', async () => {
    const url = /export CASEWIRE_URL=(\S+)/.exec(system.output())?.[1] ?? '';
    const key = /export CASEWIRE_KEY=(\S+)/.exec(system.output())?.[1] ?? '';
    const answer = await fetch(`${url}/v1/webhooks`, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    for (const file of ['secrets.json', 'demo.json']) {
      expect((await stat(join(home.dataDir, file))).mode & 0o777).toBe(0o600);
    }
  });

  it('prints a link that opens the dashboard as the demo tenant, and another one when asked', async () => {
    const url = /export CASEWIRE_URL=(\S+)/.exec(system.output())?.[1] ?? '';
    const linkIn = (output: string) => /^http\S+\/enter#(\S+)$/m.exec(output)?.[1] ?? '';
    const fresh = await runToEnd(home, 'open');
    const codes = [linkIn(system.output()), linkIn(fresh.output)];
    expect(new Set(codes).size).toBe(2);
    for (const code of codes) {
      const answer = await fetch(`${url}/v1/sessions/preview`, {
        method: 'POST',
        headers: { origin: url, 'casewire-session': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      expect(await answer.json()).toMatchObject({
        tenant: { id: 'demo' },
        environments: ['sandbox', 'production'],
        landing: '/t/demo/sandbox',
      });
    }
  });

  it('writes no control characters where there is no terminal', () => {
    expect(system.output()).not.toContain('\x1b');
  });

  it('sends an event with a fresh id that arrives', async () => {
    const before = system.output().split('workflow.completed').length;
    expect(await runToEnd(home, 'send')).toMatchObject({ code: 0 });
    await eventually(() => {
      expect(system.output().split('workflow.completed').length).toBeGreaterThan(before);
    });
  });

  it('refuses a second start on the same data', async () => {
    const second = await runToEnd(home, 'start');
    expect(second.code).toBe(1);
    expect(second.output).toContain('already runs');
    expect(await runToEnd(home, 'reset')).toMatchObject({
      code: 1,
      output: expect.stringContaining('stop it first'),
    });
  });

  it('restarts its services when they were killed, with a line that says so', async () => {
    await kill(home, 'casewire');
    await eventually(() => {
      expect(system.output()).toContain('casewire ended (signal SIGKILL); restarting in 0.5 s');
      expect(system.output()).toContain('casewire runs again');
    });
    const url = /export CASEWIRE_URL=(\S+)/.exec(system.output())?.[1] ?? '';
    await eventually(async () => {
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    });
  });

  it('shows the demonstration again', async () => {
    const again = await runToEnd(home, 'demo');
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('Its history') });
    expect(again.output).toMatch(/flaky +delivered +3 +200/);
    expect(again.output).not.toContain('were delivered within a minute');
  });

  it('ends within 10 s of SIGTERM, leaves no process behind, and can be reset', async () => {
    const running = await pids(home);
    expect(running.length).toBe(2);
    const askedAt = performance.now();
    const closed = once(system.process, 'close');
    system.process.kill('SIGTERM');
    await closed;
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    expect(system.process.exitCode).toBe(0);
    expect(running.filter(isAlive)).toEqual([]);

    expect(await runToEnd(home, 'reset')).toMatchObject({ code: 0 });
    await expect(readFile(join(home.dataDir, 'secrets.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the local system with a process for each service', () => {
  const stranger = useReceiver();
  const { home, system } = useLocalSystem({
    args: ['--no-demo'],
    variables: () => ({ CASEWIRE_PROCESSES: 'each', CASEWIRE_DEMO_PORT: String(stranger.port) }),
  });

  it('starts without the demonstration although another program has its port', async () => {
    expect(await isPortFree(stranger.port)).toBe(false);
    expect(system.process.exitCode).toBeNull();
    expect(await pids(home)).toHaveLength(serviceNames.length);
  });

  it('restarts the one service that was killed', async () => {
    expect(await pids(home)).toHaveLength(serviceNames.length);
    await kill(home, 'delivery');
    await eventually(() => {
      expect(system.output()).toContain('delivery ended (signal SIGKILL); restarting in 0.5 s');
      expect(system.output()).toContain('delivery runs again');
    });
    expect(system.output()).not.toContain('history ended');
  });
});
