import type { Pool } from '@casewire/database';
import { copyInvocation, eventually } from '@casewire/testing';
import { launchBrowser } from '@casewire/testing/browser';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { scheduleOne, type Waiting } from './load/waiting.ts';
import { quantile } from './measure.ts';
import type { Findings } from './report/report.ts';
import { rounded, type Row } from './report/tables.ts';
import type { Efforts } from './scenarios.ts';
import type { Casewire } from './system/casewire.ts';
import type { Systems } from './system/systems.ts';

/** How much there is to show, and how often it is asked for. */
export interface Shown {
  /** Webhooks of the tenant, each with statistics of every hour. */
  readonly webhooks: number;
  readonly days: number;
  /** Invocations that are scrolled through. */
  readonly rows: number;
  /** Invocations in the ledger while it is searched. */
  readonly searched: number;
  /** Requests of each kind. */
  readonly times: number;
  /** First loads of the page. */
  readonly loads: number;
}

/** So much slower than this machine's is the processor of the browser. */
const CPU_SLOWED = 4;
/** Until statistics are added up, and until the browser has shown something. */
const DEADLINE_MS = 600_000;
/** Pixels of one turn of the wheel: more than a window's height would leave rows out. */
const WHEEL_PX = 600;

/** First loads, scrolling, the requests of the overview, and searches. */
export function measureDashboard(systems: Systems, { shown }: Efforts): Promise<Findings> {
  return systems.useCasewire(async (bench) => {
    const waiting = await scheduleOne(bench);
    console.log(`filling in ${shown.webhooks} webhooks with statistics of ${shown.days} days`);
    await fillStatistics(bench, waiting, shown);
    await copyInvocation(bench.pool, waiting.id, { count: shown.rows });
    const browser = await launchBrowser();
    try {
      console.log('measuring the browser');
      const context = await signIn(browser, bench, waiting);
      const firstLoad = await measureFirstLoads(context, bench, waiting, shown.loads);
      const scrolling = await measureScrolling(context, bench, waiting, shown.rows);
      const overview = await timeOverview(waiting, shown);
      console.log(`filling in ${shown.searched} invocations`);
      await copyInvocation(bench.pool, waiting.id, { count: Math.max(0, shown.searched - shown.rows) });
      // A vacuum of so many takes minutes, and searches need no more of it than the statistics.
      await bench.pool.query('ANALYZE history.invocations');
      const search = await timeSearches(waiting, shown.times);
      return {
        figures: {
          [`First load, CPU slowed ${CPU_SLOWED} times`]: { overview: firstLoad },
          [`Scrolling through ${shown.rows.toLocaleString('en')} rows`]: { invocations: scrolling },
          [`Overview of ${shown.webhooks.toLocaleString('en')} webhooks`]: overview,
          [`Search among ${shown.searched.toLocaleString('en')} invocations`]: search,
        },
      };
    } finally {
      await browser.close();
    }
  });
}

/** Counts of each hour, as transactions of history write them, until its process has added them up. */
async function fillStatistics(
  { pool, sink }: Casewire,
  { tenant, webhookId }: Waiting,
  { webhooks, days }: Shown,
): Promise<void> {
  const ids = [webhookId];
  while (ids.length < webhooks) ids.push((await tenant.createWebhook({ url: `${sink.url}/hook` })).id);
  // Attempts that succeeded within 45 and 128 ms, one that was answered 5xx, and two ends.
  await pool.query(
    `INSERT INTO history.statistics_added (tenant_id, environment, webhook_id, at, measures, counts)
     SELECT $1, 'sandbox', webhook_id, hour, '{11,14,268,16398}', '{40,9,1,49}'
       FROM unnest($2::text[]) AS webhook_id,
            generate_series(date_trunc('hour', now()) - make_interval(days => $3),
                            date_trunc('hour', now()) - interval '1 hour', interval '1 hour') AS hour`,
    [tenant.id, ids, days],
  );
  await eventually(() => requireAddedUp(pool), { deadlineMs: DEADLINE_MS, intervalMs: 1_000 });
}

async function requireAddedUp(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query('SELECT FROM history.statistics_added LIMIT 1');
  if (rowCount !== 0) throw new Error('statistics are not added up');
}

function addressOf({ hostileGround: { url } }: Casewire, { tenant }: Waiting, path: string): string {
  return `${url}/t/${tenant.id}/sandbox${path}`;
}

/** A browser whose session is that of the tenant's key. */
async function signIn(browser: Browser, bench: Casewire, { tenant }: Waiting): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(bench.hostileGround.url);
  await page.getByLabel('API key').fill(tenant.key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.close();
  return context;
}

/** Runs in a page: the last candidate for the largest contentful paint, milliseconds after the navigation began. */
const LARGEST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
  .observe({ type: 'largest-contentful-paint', buffered: true }))`;

/** Runs in a page: bytes of its scripts, as they came over the wire. */
const SCRIPT_BYTES = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

async function measureFirstLoads(
  context: BrowserContext,
  bench: Casewire,
  waiting: Waiting,
  loads: number,
): Promise<Row> {
  const paints: number[] = [];
  let scriptBytes = 0;
  for (let load = 0; load < loads; load++) {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Network.setCacheDisabled', { cacheDisabled: true });
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWED });
    await page.goto(addressOf(bench, waiting, ''));
    await page.waitForLoadState('networkidle');
    paints.push(await page.evaluate<number>(LARGEST_PAINT));
    scriptBytes = await page.evaluate<number>(SCRIPT_BYTES);
    await page.close();
  }
  return {
    'largest paint ms': rounded(quantile(ascending(paints), 0.5)),
    'slowest ms': rounded(Math.max(...paints)),
    'script KB': rounded(scriptBytes / 1_000),
  };
}

/** Runs in a page: ends when the frame that shows what has happened until now is painted. */
const NEXT_FRAME = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))`;

async function measureScrolling(
  context: BrowserContext,
  bench: Casewire,
  waiting: Waiting,
  count: number,
): Promise<Row> {
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Performance.enable');
  await page.goto(addressOf(bench, waiting, '/invocations'));
  await page.locator('tr.record').first().hover();
  const scripting: number[] = [];
  let [rows, last] = [0, 0];
  while (last < count - 1) {
    const before = await scriptedMs(devTools);
    await page.mouse.wheel(0, WHEEL_PX);
    await page.evaluate(NEXT_FRAME);
    // Two frames have passed.
    scripting.push(((await scriptedMs(devTools)) - before) / 2);
    [rows, last] = await rowsOf(page);
  }
  await page.close();
  return {
    'script ms/frame p95': rounded(quantile(ascending(scripting), 0.95)),
    'slowest ms': rounded(Math.max(...scripting)),
    'rows in the document': rows,
  };
}

async function scriptedMs(devTools: CDPSession): Promise<number> {
  const { metrics } = await devTools.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN) * 1_000;
}

/** How many rows the document has, and the place of the last one in the list. */
async function rowsOf(page: Page): Promise<[count: number, last: number]> {
  return page.evaluate<[number, number]>(
    `(() => { const rows = document.querySelectorAll('tr.record'); return [rows.length, Number(rows[rows.length - 1]?.dataset.index ?? 0)]; })()`,
  );
}

/** What the overview asks for when it is opened. */
async function timeOverview({ tenant: { api } }: Waiting, { days, times }: Shown) {
  const from = new Date(Date.now() - days * 86_400_000).toISOString();
  return {
    statistics: await time(times, () => api.get(`/v1/statistics?from=${from}`)),
    attention: await time(times, () => api.get('/v1/attention')),
    'list of webhooks': await time(times, () => api.get('/v1/webhooks?limit=100')),
  };
}

async function timeSearches({ tenant: { api }, id }: Waiting, times: number) {
  const { body } = await api.get<{ eventId: string; eventUid: string; subject: string }>(
    `/v1/invocations/${id}`,
  );
  const search = (text: string) => time(times, () => api.get(`/v1/search?q=${encodeURIComponent(text)}`));
  return {
    'an invocation': await search(id),
    'an event': await search(body.eventUid),
    "upstream's id of an event": await search(body.eventId),
    'a subject that all have': await search(body.subject),
    'part of a host': await search('127.0'),
    'what nothing has': await search('case-of-nobody'),
  };
}

async function time(times: number, request: () => Promise<{ readonly status: number }>): Promise<Row> {
  const durations: number[] = [];
  for (let made = 0; made < times; made++) {
    const startedAt = performance.now();
    const { status } = await request();
    if (status !== 200) throw new Error(`a request of the dashboard was answered ${status}`);
    durations.push(performance.now() - startedAt);
  }
  const sorted = ascending(durations);
  return { 'p50 ms': rounded(quantile(sorted, 0.5)), 'p95 ms': rounded(quantile(sorted, 0.95)) };
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((one, other) => one - other);
}
