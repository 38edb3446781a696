/**
 * `npm run bench -- quick|http|rounds|floor|neighbours|replay|backlog|dashboard|smoke`: measures whole systems on this machine, prints
 * tables and writes them as JSON. `npm run bench -- compare A B`: sets two runs against each other. `npm run bench -- jmespath|render`: the cost of
 * filters and transforms, and of bodies, signatures and schemas. See docs/performance.md.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceCache } from '@casewire/testing';
import { explain, Interruption, Refusal } from './failures.ts';
import { runStages, type StagesOptions } from './floor/run-stages.ts';
import { benchJmespath } from './jmespath.ts';
import { runSink } from './load/sink.ts';
import { neighbourNames } from './neighbours.ts';
import { benchRender } from './render.ts';
import { comparePaths } from './report/compare.ts';
import { reportOf, writeReport } from './report/report.ts';
import { printTables } from './report/tables.ts';
import {
  fullEfforts,
  scenarioNames,
  scenarios,
  smokeEfforts,
  type Efforts,
  type ScenarioName,
} from './scenarios.ts';
import { ownSystems, sharedSystems, type Systems } from './system/systems.ts';

const usage = `usage: npm run bench -- ${[...scenarioNames, 'smoke'].join('|')} [--out FOLDER]
       npm run bench -- neighbours NAME (${neighbourNames.join(', ')})
       npm run bench -- compare FILE|FOLDER FILE|FOLDER
       npm run bench -- jmespath|render`;

/** Ends a run in order: what was opened is closed, and nothing is written. */
const interruption = new AbortController();

/** What this program does besides scenarios. */
const commands: Readonly<Partial<Record<string, (args: readonly string[], out: string) => unknown>>> = {
  smoke: (_, out) => smoke(out),
  compare: ([first, second]) => {
    if (first === undefined || second === undefined) throw new Refusal(usage);
    printTables(comparePaths(first, second));
  },
  jmespath: benchJmespath,
  render: benchRender,
};

/** Processes of a run, which are this program again. They live until they are ended. */
const roles: Readonly<Partial<Record<string, (argument: string) => unknown>>> = {
  sink: (port) => {
    runSink(Number(port));
  },
  stages: (options) => runStages(JSON.parse(options) as StagesOptions),
};

const [name = '', ...args] = process.argv.slice(2);
const role = roles[name];
if (role !== undefined) await role(args[0] ?? '');
else process.exit(await main());

async function main(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      interruption.abort(new Interruption(signal));
    });
  try {
    await run();
    return 0;
  } catch (error) {
    const { line, exitCode } = explain(error);
    console.error(line);
    return exitCode;
  }
}

async function run(): Promise<void> {
  const { values, positionals } = readArguments();
  const out = values.out ?? join(workspaceCache, 'bench');
  const command = commands[name];
  if (command !== undefined) await command(positionals, out);
  else if (isScenario(name))
    await runScenario(name, ownSystems(interruption.signal), effortsOf(name, positionals), out);
  else
    throw new Refusal(
      name === ''
        ? usage
        : `there is no scenario ${name}: ${[...scenarioNames, ...Object.keys(commands)].join(', ')}`,
    );
}

/** @throws Refusal if there is an option that this program does not know */
function readArguments() {
  try {
    return parseArgs({ args, options: { out: { type: 'string' } }, allowPositionals: true });
  } catch {
    throw new Refusal(usage);
  }
}

/** @throws Refusal unless the arguments name neighbours, of that scenario */
function effortsOf(scenario: ScenarioName, names: readonly string[]): Efforts {
  if (names.length === 0) return fullEfforts;
  if (scenario !== 'neighbours' || !names.every((neighbour) => neighbourNames.includes(neighbour)))
    throw new Refusal(usage);
  return { ...fullEfforts, neighbours: names };
}

function isScenario(text: string): text is ScenarioName {
  return Object.hasOwn(scenarios, text);
}

/** @throws Error if deliveries are lost, or the folder cannot be written to */
async function runScenario(
  scenario: ScenarioName,
  systems: Systems,
  efforts: Efforts,
  out: string,
): Promise<void> {
  await mkdir(out, { recursive: true });
  const report = await reportOf(scenario, () => scenarios[scenario](systems, efforts));
  printTables({ ...report.figures, ...report.details });
  console.log(`\nwritten to ${await writeReport(out, report)}`);
}

/** Runs every scenario in little, to see that all of them run. */
async function smoke(out: string): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const systems = await sharedSystems(opened, interruption.signal);
  for (const scenario of scenarioNames) await runScenario(scenario, systems, smokeEfforts, out);
}
