import { loads, type Effort, type Load } from './load/loads.ts';
import { loadRow, measure, type Measurement } from './measure.ts';
import type { ProbeAnswer } from './probe/hook.ts';
import type { Probes } from './probe/probes.ts';
import { costlyFunctions, Sources } from './probe/profile.ts';
import { forgetStatements, readStatements, watchStatements, type StatementCost } from './probe/statements.ts';
import type { Findings } from './report/report.ts';
import { mapValues, rounded, sum, type Row, type Table, type Tables } from './report/tables.ts';
import type { Efforts } from './scenarios.ts';
import type { Casewire } from './system/casewire.ts';
import { totalUsage } from './usage.ts';

const LISTED_FUNCTIONS = 10;
const LISTED_STATEMENTS = 40;

/** What the rounds of a load are made of, for each of its events. */
interface Rounds {
  readonly measured: Measurement;
  /** Of the services. */
  readonly requests: ReadonlyMap<string, RequestsPerEvent>;
  readonly statements: ReadonlyMap<string, StatementCost>;
}

type Counts = Readonly<Record<string, number>>;

interface RequestsPerEvent {
  readonly kafka: Counts;
  readonly statements: Counts;
  readonly columns: Counts;
}

/**
 * Measures each load with everything counted, then once more with the services profiled: the profiler costs too much to be
 * on while CPU is measured.
 */
export async function measureRounds(bench: Casewire, probes: Probes, efforts: Efforts): Promise<Findings> {
  await watchStatements(bench.pool, true);
  const sources = new Sources();
  const overview: Record<string, Row> = {};
  const figures: Record<string, Table> = {};
  const details: Record<string, Table> = {};
  for (const name of efforts.rounds) {
    console.log(`measuring ${name}`);
    await measure(bench, loads[name], efforts.warmUp);
    const rounds = await countRounds(bench, probes, loads[name], efforts.measured);
    overview[name] = overviewRow(rounds);
    for (const [title, table] of Object.entries(roundsTables(rounds))) figures[`${name}: ${title}`] = table;
    details[`${name}: CPU by function`] = await profile(bench, probes, loads[name], efforts.warmUp, sources);
  }
  return { figures: { 'Per event': overview, ...figures }, details };
}

async function countRounds(bench: Casewire, probes: Probes, load: Load, effort: Effort): Promise<Rounds> {
  const { services } = bench;
  await forgetStatements(bench.pool);
  const before = await probes.ask(services);
  const measured = await measure(bench, load, effort);
  const after = await probes.ask(services);
  const statements = await readStatements(bench.pool);
  const perEvent = (count: number): number => count / measured.events;
  return {
    measured,
    requests: new Map(
      [...after].map(([service, answer]) => [
        service,
        requestsBetween(before.get(service), answer, perEvent),
      ]),
    ),
    statements: new Map(
      [...statements].map(([statement, cost]) => [
        statement,
        {
          calls: perEvent(cost.calls),
          planUs: perEvent(cost.planUs),
          executionUs: perEvent(cost.executionUs),
        },
      ]),
    ),
  };
}

function requestsBetween(
  before: ProbeAnswer | undefined,
  { requests }: ProbeAnswer,
  perEvent: (count: number) => number,
): RequestsPerEvent {
  const since = (counts: Counts, earlier: Counts = {}): Counts =>
    Object.fromEntries(
      Object.entries(counts)
        .map(([name, count]): [string, number] => [name, perEvent(count - (earlier[name] ?? 0))])
        .filter(([, count]) => count > 0),
    );
  const earlier = before?.requests;
  const kafka = since(requests.kafka, earlier?.kafka);
  const statements = since(requests.statements, earlier?.statements);
  return {
    kafka,
    statements,
    columns: {
      'Kafka requests': rounded(sum(Object.values(kafka))),
      statements: rounded(sum(Object.values(statements))),
      'round trips': rounded(perEvent(requests.roundTrips - (earlier?.roundTrips ?? 0))),
      transactions: rounded(perEvent(requests.transactions - (earlier?.transactions ?? 0))),
      'unread writes': requests.unread,
    },
  };
}

function overviewRow({ measured, requests }: Rounds): Row {
  const usage = totalUsage(measured.usage.values());
  const all = [...requests.values()].map(({ columns }) => columns);
  return {
    ...loadRow(measured),
    ...mapValues(usage, rounded),
    ...mapValues(all[0] ?? {}, (_, column) => rounded(sum(all.map((columns) => columns[column] ?? 0)))),
  };
}

function roundsTables({ measured, requests, statements }: Rounds): Tables {
  const services = [...requests.keys()];
  const apis = new Set([...requests.values()].flatMap(({ kafka }) => Object.keys(kafka)));
  return {
    'by process': Object.fromEntries(
      [...measured.usage].map(([process, usage]): [string, Row] => [
        process,
        { ...mapValues(usage, rounded), ...requests.get(process)?.columns },
      ]),
    ),
    'Kafka requests': Object.fromEntries(
      [...apis]
        .toSorted()
        .map((api): [string, Row] => [
          api,
          Object.fromEntries(
            services.map((service) => [service, rounded(requests.get(service)?.kafka[api] ?? 0)]),
          ),
        ]),
    ),
    'PostgreSQL statements': Object.fromEntries(
      [...statements].slice(0, LISTED_STATEMENTS).map(([statement, cost]): [string, Row] => [
        statement,
        {
          ...mapValues(
            { calls: cost.calls, 'plan us': cost.planUs, 'execution us': cost.executionUs },
            rounded,
          ),
          of: services
            .filter((service) => (requests.get(service)?.statements[statement] ?? 0) > 0)
            .join(', '),
        },
      ]),
    ),
  };
}

/** The most expensive functions of each service: the time that each takes itself. */
async function profile(
  bench: Casewire,
  probes: Probes,
  load: Load,
  effort: Effort,
  sources: Sources,
): Promise<Table> {
  await probes.ask(bench.services, { profile: true });
  const { events } = await measure(bench, load, effort);
  const answers = await probes.ask(bench.services);
  const table: Record<string, Row> = {};
  for (const [service, answer] of answers) {
    if (answer.profile === undefined) continue;
    const costs = costlyFunctions(answer.profile, sources);
    const total = sum(costs.map(({ selfUs }) => selfUs));
    for (const [place, { name: functionName, selfUs }] of costs.slice(0, LISTED_FUNCTIONS).entries())
      table[`${service} ${place + 1}`] = {
        'us an event': rounded(selfUs / events),
        '% of the service': rounded((selfUs * 100) / total),
        function: functionName,
      };
  }
  return table;
}
