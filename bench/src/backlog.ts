import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from '@casewire/database';
import { copyInvocation, eventually, type CopiedInvocations } from '@casewire/testing';
import type { Effort, Load } from './load/loads.ts';
import { SLOW_ANSWER_MS } from './load/sink.ts';
import { holdOne, moveTo, pageOf, scheduleOne, settle, type Waiting } from './load/waiting.ts';
import { cpuByProcessRow, cpuPerEvent, latencies, measure, type Measurement } from './measure.ts';
import type { Findings } from './report/report.ts';
import { mapValues, rounded, type Row, type Table } from './report/tables.ts';
import type { Efforts } from './scenarios.ts';
import type { Casewire } from './system/casewire.ts';
import type { Systems } from './system/systems.ts';

/** Copies are written before they are due: so long for all, and for each. */
const LEAD_MS = { all: 500, each: 0.5 };
/** Between two of those that become due one after the other: 100/s. */
const INTERVAL_MS = 10;
/** Requests at once of the webhook that comes back. */
const CONCURRENCY = 100;
/** Monitoring reads the figures of history so often. */
const MONITOR_MS = 5_000;
const RELEASE_DEADLINE_MS = 60_000;
const RELEASE_POLL_MS = 100;
const PAGES = 20;
/** Of a load that publishes nothing itself. */
const NOTHING_PUBLISHED: Effort = { burstEvents: 0, seconds: 0 };

/**
 * What it costs to schedule what is due while others wait, for some numbers of those; how soon a burst of what is due is
 * released beside them; and how fast a webhook that comes back gets what it has held.
 */
export async function measureBacklog(systems: Systems, efforts: Efforts): Promise<Findings> {
  const measured: Record<string, Beside> = {};
  for (const count of efforts.waiting) {
    console.log(`measuring beside ${count} that wait`);
    measured[`${count.toLocaleString('en')} wait`] = await systems.useCasewire((bench) =>
      scheduleBeside(bench, count, efforts),
    );
  }
  const [[fewest, first] = [], ...more] = Object.entries(measured);
  const ratios = more.map(([name, { steady }]): [string, Row] => [
    `${name}, by ${fewest ?? ''}`,
    { 'CPU us': rounded(cpuPerEvent(steady) / (first === undefined ? NaN : cpuPerEvent(first.steady))) },
  ]);
  console.log(`measuring a webhook that has held ${efforts.held}`);
  const back = await systems.useCasewire((bench) => comeBack(bench, efforts.held));
  return {
    figures: {
      'What becomes due beside those that wait': {
        ...mapValues(measured, ({ row }) => row),
        ...Object.fromEntries(ratios),
      },
      'CPU us by process, at 100/s': mapValues(measured, ({ steady }) => cpuByProcessRow(steady)),
      'A webhook that comes back': back,
    },
  };
}

interface Beside {
  /** Of what becomes due at 100/s. */
  readonly steady: Measurement;
  readonly row: Row;
}

/** Half of what waits is held by a breaker, half is scheduled for another day: of the same webhook as what becomes due. */
async function scheduleBeside(bench: Casewire, count: number, { warmUp, due }: Efforts): Promise<Beside> {
  const { pool, sink } = bench;
  const [held, scheduled] = [await holdOne(bench), await scheduleOne(bench)];
  for (const { id } of [held, scheduled])
    await copyInvocation(pool, id, { count: Math.max(0, count / 2 - 1) });
  await settle(pool);
  await moveTo(`${sink.url}/counted`, scheduled);
  const monitored = new AbortController();
  const monitor = watchMetrics(bench, monitored.signal);
  await becomeDue(bench, scheduled, countIn(warmUp), INTERVAL_MS);
  const { measured: steady } = await becomeDue(bench, scheduled, countIn(due), INTERVAL_MS);
  const atOnce = await becomeDue(bench, scheduled, due.burstEvents, 0);
  monitored.abort();
  await monitor;
  return {
    steady,
    row: {
      'CPU us': cpuPerEvent(steady),
      [`${due.burstEvents.toLocaleString('en')} at once: released s`]: rounded(atOnce.releasedMs / 1_000),
      'delivered s': rounded(atOnce.deliveredMs / 1_000),
      'GET held p50 ms': await timePages(held, 'held'),
      'GET retrying p50 ms': await timePages(scheduled, 'retrying'),
      'resident MiB': Math.round(steady.residentMiB),
    },
  };
}

function countIn({ seconds }: Effort): number {
  return Math.ceil((seconds * 1_000) / INTERVAL_MS);
}

interface BecomeDue {
  readonly measured: Measurement;
  /** From when the first was due until the brokers had all; NaN if they became due one after the other. */
  readonly releasedMs: number;
  /** The same until all were recorded as delivered. */
  readonly deliveredMs: number;
}

/** Measures from a moment at which none is due until all are recorded as delivered. */
async function becomeDue(
  bench: Casewire,
  { id }: Waiting,
  count: number,
  everyMs: number,
): Promise<BecomeDue> {
  const firstAt = Date.now() + LEAD_MS.all + count * LEAD_MS.each;
  const copies = await copyInvocation(bench.pool, id, { count, due: { firstAt, everyMs } });
  const untilDue: Load = async () => {
    await delay(Math.max(0, firstAt - Date.now()));
    return count;
  };
  const measuring = measure(countingDelivered(bench, copies), untilDue, NOTHING_PUBLISHED);
  const releasing = everyMs === 0 ? untilReleased(bench.pool, copies) : NaN;
  const [measured, releasedAt] = await Promise.all([measuring, releasing]);
  return { measured, releasedMs: releasedAt - firstAt, deliveredMs: Date.now() - firstAt };
}

/** The same system, which counts what it has recorded of these invocations. */
function countingDelivered(bench: Casewire, copies: CopiedInvocations): Casewire {
  return { ...bench, countRecorded: () => countCopies(bench.pool, copies, `status = 'delivered'`) };
}

/** When the brokers had all of them, milliseconds since the epoch. */
async function untilReleased(pool: Pool, copies: CopiedInvocations): Promise<number> {
  // The originals have one release: the copies have another when they are no more scheduled and not leased.
  const isReleased = 'release > 1 AND claimed_until IS NULL';
  await eventually(
    async () => {
      const released = await countCopies(pool, copies, isReleased);
      if (released < copies.count) throw new Error(`${released} of ${copies.count} are released`);
    },
    { deadlineMs: RELEASE_DEADLINE_MS, intervalMs: RELEASE_POLL_MS },
  );
  return Date.now();
}

async function countCopies(
  pool: Pool,
  { firstId, lastId }: CopiedInvocations,
  condition: string,
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM history.invocations WHERE id BETWEEN $1 AND $2 AND ${condition}`,
    [firstId, lastId],
  );
  return rows[0]?.count ?? 0;
}

/** From the edit that is followed by a probe until everything is recorded as delivered, slow start included. */
async function comeBack(bench: Casewire, count: number): Promise<Table> {
  const { pool, sink } = bench;
  const held = await holdOne(bench, { maxConcurrency: CONCURRENCY });
  const copies = await copyInvocation(pool, held.id, { count: count - 1 });
  await settle(pool);
  const comeBackNow: Load = async () => {
    await moveTo(`${sink.url}/slow`, held);
    return copies.count;
  };
  const measured = await measure(countingDelivered(bench, copies), comeBackNow, NOTHING_PUBLISHED);
  const takes = (CONCURRENCY * 1_000) / SLOW_ANSWER_MS;
  return {
    [`${count.toLocaleString('en')} held`]: {
      'receiver takes/s': takes,
      'gets/s': rounded(measured.perSecond),
      share: rounded(measured.perSecond / takes),
      'CPU us': cpuPerEvent(measured),
    },
  };
}

async function timePages({ tenant: { api } }: Waiting, status: string): Promise<number> {
  const durations: number[] = [];
  for (let page = 0; page < PAGES; page++) {
    const startedAt = performance.now();
    await api.get(pageOf(status));
    durations.push(performance.now() - startedAt);
  }
  return rounded(latencies(durations).p50Ms);
}

async function watchMetrics({ historyMetricsUrl }: Casewire, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await (await fetch(historyMetricsUrl)).text();
    await delay(MONITOR_MS, undefined, { signal }).catch(() => undefined);
  }
}
