import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { eventTypeNamed, familyOfType } from '@casewire/families';
import { eventually, type HostileEvent, type OddRecord } from '@casewire/testing';
import { usageOf, type Usage } from './process-usage.ts';
import type { Workbench } from './workbench.ts';

/** The cost of a workload. */
export interface Measurement {
  readonly deliveries: number;
  readonly perSecond: number;
  /** All processes of the system, Kafka and PostgreSQL among them, per delivery. */
  readonly cpuUsPerDelivery: number;
  /** The same for each of them. */
  readonly cpuUsByProcess: Readonly<Record<string, number>>;
  readonly residentMiB: number;
  /** From acceptance to receipt. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const PUBLISH_BATCH = 500;
const TICK_MS = 10;

/** Publishes all events at once and waits until the ledger has every one as delivered. */
export function burst(bench: Workbench, events: number): Promise<Measurement> {
  return measure(bench, events, async () => {
    for (let sent = 0; sent < events; sent += PUBLISH_BATCH)
      await publish(bench, Math.min(PUBLISH_BATCH, events - sent));
  });
}

/** Publishes at a steady rate. */
export function steady(bench: Workbench, perSecond: number, seconds: number): Promise<Measurement> {
  return measure(bench, perSecond * seconds, () => publishSteadily(bench, perSecond, seconds));
}

/** Resolves when everything is acknowledged. */
export async function publishSteadily(bench: Workbench, perSecond: number, seconds: number): Promise<void> {
  const events = perSecond * seconds;
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  for (let sent = 0; sent < events;) {
    await delay(TICK_MS);
    const due = Math.min(events, Math.floor(((performance.now() - startedAt) * perSecond) / 1_000));
    if (due > sent) pending.push(publish(bench, due - sent));
    sent = Math.max(sent, due);
  }
  await Promise.all(pending);
}

/** The share of one core that the system uses while nothing happens, in percent. */
export async function idle(
  bench: Workbench,
  seconds: number,
): Promise<{ corePercent: number; residentMiB: number }> {
  const pids = [...bench.processes.values()];
  const before = usageOf(pids);
  await delay(seconds * 1_000);
  const after = usageOf(pids);
  return { corePercent: (after.cpuMs - before.cpuMs) / (seconds * 10), residentMiB: after.residentMiB };
}

async function measure(bench: Workbench, events: number, work: () => Promise<void>): Promise<Measurement> {
  await bench.resetSink();
  const { visible: known } = await readLedger(bench);
  const before = usageByProcess(bench);
  const startedAt = performance.now();
  await work();
  await eventually(
    async () => {
      const { received } = await bench.sinkCount();
      if (received < events) throw new Error(`${received} of ${events} deliveries arrived`);
    },
    { deadlineMs: 180_000, intervalMs: 200 },
  );
  await eventually(
    async () => {
      const { visible, open } = await readLedger(bench);
      const missing = known + events - visible + open;
      if (missing > 0) throw new Error(`${missing} of ${events} deliveries are missing in the ledger`);
    },
    { deadlineMs: 60_000, intervalMs: 100 },
  );
  const elapsedMs = performance.now() - startedAt;
  const after = usageByProcess(bench);
  const cpuUsByProcess = Object.fromEntries(
    [...after].map(([name, { cpuMs }]) => [
      name,
      ((cpuMs - (before.get(name)?.cpuMs ?? 0)) * 1_000) / events,
    ]),
  );
  return {
    deliveries: events,
    perSecond: (events * 1_000) / elapsedMs,
    cpuUsPerDelivery: sum(Object.values(cpuUsByProcess)),
    cpuUsByProcess,
    residentMiB: sum([...after.values()].map((usage) => usage.residentMiB)),
    ...latencies(await bench.sinkLatenciesMs()),
  };
}

export function latencies(valuesMs: readonly number[]): { readonly p50Ms: number; readonly p99Ms: number } {
  const sorted = valuesMs.toSorted((one, other) => one - other);
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) };
}

function usageByProcess({ processes }: Workbench): Map<string, Usage> {
  return new Map([...processes].map(([name, pid]) => [name, usageOf([pid])]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Asked while the clock runs, so it counts no rows of the history: that would cost as much as the load that is
 * measured.
 */
async function readLedger({ pool }: Workbench): Promise<{ visible: number; open: number }> {
  const { rows } = await pool.query<{ visible: number; open: number }>(
    `SELECT coalesce(pg_sequence_last_value('history.invocation_seq'), 0)::int AS visible,
            (SELECT count(*) FROM history.released)::int AS open`,
  );
  return rows[0] ?? { visible: 0, open: 0 };
}

/** Publishes at once. Default: events of the benchmark's own tenant. */
export async function publish(
  { upstream, topic, tenant }: Workbench,
  count: number,
  choices: HostileEvent = { tenantid: tenant.id },
): Promise<void> {
  await upstream.send({
    topic,
    acks: -1,
    messages: Array.from({ length: count }, () => ({
      value: eventOf(choices),
      headers: { 'content-type': 'application/cloudevents+json' },
    })),
  });
}

/** Publishes records as they are. */
export async function publishRecords(
  { upstream, topic }: Workbench,
  records: readonly OddRecord[],
): Promise<void> {
  await upstream.send({
    topic,
    acks: -1,
    messages: records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })),
  });
}

const usualType = 'workflow.completed';
const { levels } = familyOfType(usualType);
const example = eventTypeNamed(usualType)?.example as object;

/** A structured event of about 1 KB, about a run of its own. */
function eventOf({ tenantid, type = usualType, data, padding }: HostileEvent): string {
  return JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: '/bench',
    type,
    time: new Date().toISOString(),
    tenantid,
    environment: 'sandbox',
    data: data ?? {
      ...example,
      ...(levels.runtime !== undefined && { [levels.runtime]: randomUUID() }),
      context: {
        documents: [{ id: randomUUID(), category: 'business_document', note: padding ?? 'x'.repeat(480) }],
      },
    },
  });
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
