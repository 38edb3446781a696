import { measureBacklog } from './backlog.ts';
import { measureDashboard, type Shown } from './dashboard.ts';
import type { FloorShape } from './floor/floor.ts';
import { loads, type Effort, type LoadName } from './load/loads.ts';
import { cpuByProcessRow, loadRow, measure, measureRest, type Measurement } from './measure.ts';
import { measureNeighbours, neighbourNames } from './neighbours.ts';
import { measureReplay } from './replay.ts';
import type { Findings } from './report/report.ts';
import { mapValues } from './report/tables.ts';
import { measureRounds } from './rounds.ts';
import type { Systems } from './system/systems.ts';
import type { Workbench } from './system/workbench.ts';

// From the highest rate to the lowest: servers run compiled code for most of their lives, and it takes them thousands of events
// to get there. At 20/s first, a third of what is measured would be the compilers of Kafka's and of Node.js's machines.
const kafkaRates: readonly LoadName[] = ['500/s by Kafka', '100/s by Kafka', '20/s by Kafka'];
const httpRates: readonly LoadName[] = ['500/s by HTTP', '100/s by HTTP', '20/s by HTTP'];

/** How much a scenario does. */
export interface Efforts {
  /** Before each measurement: code is compiled for this kind of load, and work from before is finished. */
  readonly warmUp: Effort;
  readonly measured: Effort;
  readonly restSeconds: number;
  /** The loads of `rounds`. */
  readonly rounds: readonly LoadName[];
  /** The shapes of `floor` by name. */
  readonly floor: Readonly<Record<string, FloorShape>>;
  /** Beside each neighbour; the burst is the hostile one's. */
  readonly hostile: Effort;
  /** What a replay sends again, and how long live traffic is measured. */
  readonly replayed: Effort;
  /** How many invocations wait that are not due, in turn. */
  readonly waiting: readonly number[];
  /** What becomes due beside them, at once and at a rate. */
  readonly due: Effort;
  /** What a webhook that comes back has held. */
  readonly held: number;
  /** How much the dashboard has to show. */
  readonly shown: Shown;
  /** Whom the good tenant has beside it. */
  readonly neighbours: readonly string[];
}

export const fullEfforts: Efforts = {
  warmUp: { burstEvents: 10_000, seconds: 3 },
  measured: { burstEvents: 40_000, seconds: 10 },
  restSeconds: 15,
  rounds: [...kafkaRates, ...httpRates],
  floor: {
    'a process each, 12 partitions': { processes: 'each', partitions: 12 },
    'one process, 12 partitions': { processes: 'one', partitions: 12 },
    'one process, 3 partitions': { processes: 'one', partitions: 3 },
  },
  hostile: { burstEvents: 6_000, seconds: 40 },
  replayed: { burstEvents: 100_000, seconds: 40 },
  waiting: [1_000, 1_000_000],
  due: { burstEvents: 5_000, seconds: 20 },
  held: 100_000,
  shown: { webhooks: 1_000, days: 30, rows: 10_000, searched: 10_000_000, times: 50, loads: 5 },
  neighbours: neighbourNames,
};

/** Enough to see that every scenario runs to its end and loses nothing. Its figures mean nothing. */
export const smokeEfforts: Efforts = {
  warmUp: { burstEvents: 10, seconds: 0.1 },
  measured: { burstEvents: 100, seconds: 0.3 },
  restSeconds: 0.5,
  rounds: ['100/s by Kafka', '100/s by HTTP'],
  floor: { 'a process each': { processes: 'each', partitions: 3 } },
  hostile: { burstEvents: 20, seconds: 0.4 },
  replayed: { burstEvents: 100, seconds: 0.4 },
  waiting: [10, 100],
  due: { burstEvents: 20, seconds: 0.3 },
  held: 20,
  shown: { webhooks: 3, days: 1, rows: 250, searched: 300, times: 3, loads: 1 },
  neighbours: ['alone', 'burst'],
};

type Scenario = (systems: Systems, efforts: Efforts) => Promise<Findings>;

const floorLoads: readonly LoadName[] = [
  'burst by Kafka',
  '100/s by Kafka',
  '500/s by Kafka',
  '100/s by HTTP',
  'single HTTP requests, 32 at a time',
];

/** What there is to measure, by name. */
export const scenarios = {
  /** A burst, rates, and rest. */
  quick: (systems, efforts) =>
    systems.useCasewire(async (bench) => ({
      figures: {
        ...(await measureLoads(bench, ['burst by Kafka', '1,000/s by Kafka', ...kafkaRates], efforts)),
        'At rest': await measureRest(bench, efforts.restSeconds),
      },
    })),
  /** What comes by HTTP. */
  http: (systems, efforts) =>
    systems.useCasewire(async (bench) => ({
      figures: await measureLoads(
        bench,
        ['HTTP batches of 100, 4 at a time', 'single HTTP requests, 32 at a time', ...httpRates],
        efforts,
      ),
    })),
  /** What each event makes PostgreSQL, Kafka and the kernel do. */
  rounds: (systems, efforts) => systems.useProbed((bench, probes) => measureRounds(bench, probes, efforts)),
  /** The same design without what makes Casewire. */
  floor: async (systems, efforts) => {
    const figures: Record<string, Findings['figures'][string]> = {};
    for (const [title, shape] of Object.entries(efforts.floor))
      await systems.useFloor(shape, async (bench) => {
        for (const [name, table] of Object.entries(await measureLoads(bench, floorLoads, efforts)))
          figures[`${title}: ${name}`] = table;
      });
    return { figures };
  },
  /** A good tenant beside hostile ones. */
  neighbours: measureNeighbours,
  /** Live traffic beside a replay. */
  replay: measureReplay,
  /** What is due beside a backlog that is not, and a webhook that gets its backlog. */
  backlog: measureBacklog,
  /** How soon the dashboard shows what there is, and what its API takes for it. */
  dashboard: measureDashboard,
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

async function measureLoads(
  bench: Workbench,
  names: readonly LoadName[],
  { warmUp, measured }: Efforts,
): Promise<Findings['figures']> {
  const results: Record<string, Measurement> = {};
  for (const name of names) {
    console.log(`measuring ${name}`);
    await measure(bench, loads[name], warmUp);
    results[name] = await measure(bench, loads[name], measured);
  }
  return { Loads: mapValues(results, loadRow), 'CPU us by process': mapValues(results, cpuByProcessRow) };
}
