import { setTimeout as delay } from 'node:timers/promises';
import { hostileTenants, type Hostility } from '@casewire/testing/generators';
import { loads, type Effort } from './load/loads.ts';
import { latencies } from './measure.ts';
import type { Findings } from './report/report.ts';
import type { Row } from './report/tables.ts';
import type { Efforts } from './scenarios.ts';
import type { Systems } from './system/systems.ts';
import type { Casewire } from './system/casewire.ts';
import { residentMiB } from './usage.ts';

const SAMPLE_MS = 500;
/** How long the good tenant's last events may take; what is still missing then is in the table. */
const PATIENCE_MS = 90_000;

const nobody: Hostility = () => Promise.resolve('');

/** Whom the good tenant has beside it. */
const neighbours: Readonly<Record<string, Hostility>> = { alone: nobody, ...hostileTenants };

export const neighbourNames = Object.keys(neighbours);

/**
 * How a good tenant's deliveries and requests fare alone, and beside each hostile one. The memory is that of the largest
 * of the services' processes, at its greatest.
 */
export async function measureNeighbours(
  systems: Systems,
  { warmUp, hostile, neighbours: names }: Efforts,
): Promise<Findings> {
  const table: Record<string, Row> = {};
  for (const name of names) {
    table[name] = await systems.useCasewire(async (bench) => {
      await fareBeside(bench, warmUp, nobody);
      return fareBeside(bench, hostile, neighbours[name] ?? nobody);
    });
    console.log(name, table[name]);
  }
  return { figures: { 'A good tenant, 100/s by Kafka': table } };
}

async function fareBeside(bench: Casewire, effort: Effort, hostility: Hostility): Promise<Row> {
  const { sink, publishers, hostileGround } = bench;
  await sink.reset();
  const ended = new AbortController();
  const peak = watchMemory(bench, ended.signal);
  const gets = watchRequests(bench, ended.signal);
  const hostile = hostility({ ...hostileGround, burstEvents: effort.burstEvents }, ended.signal).catch(
    (error: unknown) => `ended: ${String(error)}`,
  );
  const startedAt = performance.now();
  const events = await loads['100/s by Kafka'](publishers, effort);
  let { received } = await sink.count();
  const deadline = performance.now() + PATIENCE_MS;
  while (received < events && performance.now() < deadline) {
    await delay(SAMPLE_MS / 10);
    ({ received } = await sink.count());
  }
  const elapsedMs = performance.now() - startedAt;
  ended.abort();
  const { p50Ms, p99Ms } = latencies(await sink.latenciesMs());
  return {
    'events/s': Math.round((received * 1_000) / elapsedMs),
    missing: events - received,
    'p50 ms': p50Ms,
    'p99 ms': p99Ms,
    ...(await gets),
    ...(await peak),
    'hostile tenant': await hostile,
  };
}

/** The largest of the services' processes while it lasts. */
async function watchMemory({ services }: Casewire, signal: AbortSignal): Promise<Row> {
  let largest = { name: '', mib: 0 };
  while (!signal.aborted) {
    for (const [name, pid] of services) {
      const mib = residentMiB([pid]);
      if (mib > largest.mib) largest = { name, mib };
    }
    await delay(SAMPLE_MS);
  }
  return { 'largest MiB': Math.round(largest.mib), largest: largest.name };
}

/** `GET /v1/webhooks` with the good tenant's key. */
async function watchRequests({ tenant }: Casewire, signal: AbortSignal): Promise<Row> {
  const durations: number[] = [];
  let refused = 0;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const { status } = await tenant.api.get('/v1/webhooks');
    durations.push(Math.round(performance.now() - startedAt));
    if (status !== 200) refused += 1;
    await delay(SAMPLE_MS / 5);
  }
  return { 'GET p99 ms': latencies(durations).p99Ms, 'GETs refused': refused };
}
