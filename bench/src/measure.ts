import { setTimeout as delay } from 'node:timers/promises';
import type { Effort, Load } from './load/loads.ts';
import { rounded, sum, type Row } from './report/tables.ts';
import type { Workbench } from './system/workbench.ts';
import { cpuUs, readUsage, residentMiB, totalUsage, usedPerEvent, type Usage } from './usage.ts';

/** What a load has cost, and how it fared. */
export interface Measurement {
  readonly events: number;
  /** Until the last one was recorded as delivered. */
  readonly perSecond: number;
  /** Per event, by process. */
  readonly usage: ReadonlyMap<string, Usage>;
  readonly residentMiB: number;
  /** From publication to receipt. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A system that makes no progress for so long has lost what is missing. */
const STALL_MS = 30_000;
const POLL_MS = 50;

/**
 * Publishes, and waits until the sink has every delivery and the system has recorded each as ended.
 * @throws Error if deliveries are missing
 */
export async function measure(bench: Workbench, load: Load, effort: Effort): Promise<Measurement> {
  const { sink, processes, publishers } = bench;
  await sink.reset();
  const recordedBefore = await bench.countRecorded();
  const before = readUsage(processes);
  const startedAt = performance.now();
  const events = await load(publishers, effort);
  await untilAll(events, 'arrived', async () => (await sink.count()).received);
  await untilAll(events, 'are recorded as ended', async () => (await bench.countRecorded()) - recordedBefore);
  const elapsedMs = performance.now() - startedAt;
  return {
    events,
    perSecond: (events * 1_000) / elapsedMs,
    usage: usedPerEvent(before, readUsage(processes), events),
    residentMiB: residentMiB(processes.values()),
    ...latencies(await sink.latenciesMs()),
  };
}

/** @throws Error that says how many are missing, once their number has stood still */
async function untilAll(events: number, what: string, count: () => Promise<number>): Promise<void> {
  let seen = 0;
  let seenAt = performance.now();
  for (;;) {
    const now = await count();
    if (now >= events) return;
    if (now > seen) [seen, seenAt] = [now, performance.now()];
    if (performance.now() - seenAt > STALL_MS)
      throw new Error(`only ${now} of ${events} deliveries ${what}, and no more for ${STALL_MS / 1_000} s`);
    await delay(POLL_MS);
  }
}

/** What the system uses while nothing happens, by process and together. */
export async function measureRest({ processes }: Workbench, seconds: number): Promise<Record<string, Row>> {
  const before = readUsage(processes);
  await delay(seconds * 1_000);
  const perSecond = usedPerEvent(before, readUsage(processes), seconds);
  const row = (usage: Usage, pids: Iterable<number>): Row => ({
    '% of a core': rounded(cpuUs(usage) / 10_000),
    'voluntary switches/s': rounded(usage['voluntary switches']),
    'resident MiB': Math.round(residentMiB(pids)),
  });
  return {
    together: row(totalUsage(perSecond.values()), processes.values()),
    ...Object.fromEntries(
      [...perSecond].map(([name, usage]) => [name, row(usage, [processes.get(name) ?? 0])]),
    ),
  };
}

/** CPU per event of all processes, Kafka and PostgreSQL among them, in microseconds. */
export function cpuPerEvent({ usage }: Measurement): number {
  return rounded(sum([...usage.values()].map(cpuUs)));
}

/** Columns of a load. */
export function loadRow(measured: Measurement): Row {
  return {
    'events/s': rounded(measured.perSecond),
    'CPU us': cpuPerEvent(measured),
    'p50 ms': measured.p50Ms,
    'p99 ms': measured.p99Ms,
    'resident MiB': Math.round(measured.residentMiB),
  };
}

/** Columns of the processes. */
export function cpuByProcessRow({ usage }: Measurement): Row {
  return Object.fromEntries([...usage].map(([name, used]) => [name, Math.round(cpuUs(used))]));
}

export function latencies(valuesMs: readonly number[]): { readonly p50Ms: number; readonly p99Ms: number } {
  const sorted = valuesMs.toSorted((one, other) => one - other);
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) };
}

/** @param sorted in ascending order */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
