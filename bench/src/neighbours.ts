import { setTimeout as delay } from 'node:timers/promises';
import { hostileTenants, type HostileGround, type Hostility } from '@casewire/testing';
import { usageOf } from './process-usage.ts';
import { openWorkbench, type Workbench } from './workbench.ts';
import { latencies, publish, publishRecords, publishSteadily } from './workload.ts';

const PER_SECOND = 100;
const SECONDS = 20;
const WARM_UP_SECONDS = 5;
const SAMPLE_MS = 500;
/** How long the good tenant's last events may take; what is still missing then is in the table. */
const PATIENCE_MS = 90_000;

const BURST_EVENTS = 6_000;

const nobody: Hostility = () => Promise.resolve('');

/** Whom the good tenant has beside it. */
const neighbours: Readonly<Record<string, Hostility>> = {
  alone: nobody,
  ...hostileTenants,
};

/** How the good tenant fared. */
interface Neighbourhood {
  readonly perSecond: number;
  readonly missing: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of `GET /v1/webhooks` with the good tenant's key. */
  readonly getP99Ms: number;
  readonly refusedGets: number;
  /** The largest process of the services, and its greatest memory. */
  readonly peakMiB: string;
  readonly hostile: string;
}

/**
 * `npm run bench -- neighbours [name]`: how a good tenant's deliveries and requests fare alone, and beside each hostile
 * one. Each runs on a system of its own.
 */
export async function benchNeighbours(program: string, only: string | undefined): Promise<void> {
  const table: Record<string, Neighbourhood> = {};
  for (const [name, hostility] of Object.entries(neighbours)) {
    if (only !== undefined && only !== name) continue;
    const bench = await openWorkbench(program);
    try {
      await measure(bench, WARM_UP_SECONDS);
      table[name] = await measure(bench, SECONDS, hostility);
    } finally {
      await bench.close();
    }
    console.log(name, table[name]);
  }
  console.table(table);
}

async function measure(
  bench: Workbench,
  seconds: number,
  hostility: Hostility = nobody,
): Promise<Neighbourhood> {
  await bench.resetSink();
  const ended = new AbortController();
  const peak = watchMemory(bench, ended.signal);
  const gets = watchRequests(bench, ended.signal);
  const hostile = hostility(groundOf(bench), ended.signal).catch(
    (error: unknown) => `ended: ${String(error)}`,
  );
  const events = PER_SECOND * seconds;
  const startedAt = performance.now();
  await publishSteadily(bench, PER_SECOND, seconds);
  let received = 0;
  const deadline = performance.now() + PATIENCE_MS;
  while (received < events && performance.now() < deadline) {
    await delay(SAMPLE_MS / 10);
    ({ received } = await bench.sinkCount());
  }
  const elapsedMs = performance.now() - startedAt;
  ended.abort();
  return {
    perSecond: Math.round((received * 1_000) / elapsedMs),
    missing: events - received,
    ...latencies(await bench.sinkLatenciesMs()),
    ...(await gets),
    peakMiB: await peak,
    hostile: await hostile,
  };
}

function groundOf(bench: Workbench): HostileGround {
  return {
    url: bench.url,
    createTenant: () => bench.createTenant(),
    receiverUrl: bench.sinkUrl,
    burstEvents: BURST_EVENTS,
    publish: (count, event) => publish(bench, count, event),
    publishRecords: (records) => publishRecords(bench, records),
  };
}

/** The largest of the services' processes while it lasts. */
async function watchMemory({ processes }: Workbench, signal: AbortSignal): Promise<string> {
  const services = [...processes].filter(([name]) => name !== 'kafka' && name !== 'postgres');
  let largest = { name: '', residentMiB: 0 };
  while (!signal.aborted) {
    for (const [name, pid] of services) {
      const { residentMiB } = usageOf([pid]);
      if (residentMiB > largest.residentMiB) largest = { name, residentMiB };
    }
    await delay(SAMPLE_MS);
  }
  return `${largest.name} ${Math.round(largest.residentMiB)}`;
}

async function watchRequests(
  { tenant }: Workbench,
  signal: AbortSignal,
): Promise<Pick<Neighbourhood, 'getP99Ms' | 'refusedGets'>> {
  const durations: number[] = [];
  let refusedGets = 0;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const { status } = await tenant.api.get('/v1/webhooks');
    durations.push(Math.round(performance.now() - startedAt));
    if (status !== 200) refusedGets += 1;
    await delay(SAMPLE_MS / 5);
  }
  return { getP99Ms: latencies(durations).p99Ms, refusedGets };
}
