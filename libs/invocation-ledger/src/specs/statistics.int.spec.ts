import type { Pool } from '@casewire/database';
import type { AttemptOutcome, NextStep } from '@casewire/events';
import { newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyToLedger } from '../apply/apply.ts';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import { addUpStatistics, keptSteps, readStatistics, removeOldStatistics, type KeptStep } from '../index.ts';
import type { InvocationContent } from '../invocation-content.ts';
import { cancel, retry } from './request.ts';
import { outcome, sampleAttempt, sampleContent, seen } from './sample-invocation.ts';

const { pool } = useLedger();

const HOUR_MS = 3_600_000;
const webhooks = ['wh-1', 'wh-2'];

/** What happens to a ledger, in order. Numbers choose among its records and invocations. */
type Step =
  | { readonly kind: 'records'; readonly chosen: readonly number[] }
  | { readonly kind: 'retry' | 'cancel'; readonly chosen: number }
  | { readonly kind: 'add-up' };

const chosen = fc.nat({ max: 1_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('records' as const),
      chosen: fc.array(chosen, { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('retry' as const, 'cancel' as const), chosen }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'add-up' as const }) },
);

/** How one release is answered. */
const answer = fc.record({
  next: fc.constantFrom<NextStep['kind']>('done', 'retry', 'give-up', 'cancelled'),
  outcome: fc.constantFrom<AttemptOutcome>('timeout', 'rejected', 'tls-error'),
  responseCode: fc.constantFrom(200, 302, 404, 503),
  durationMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
  isSent: fc.boolean(),
});

const invocation = fc.record({
  webhookId: fc.constantFrom(...webhooks),
  // Some lie in minutes that are kept no longer, or in hours.
  agoMs: fc.constantFrom(150_000, 10 * 60_000, 5 * HOUR_MS, 72 * HOUR_MS, 40 * 24 * HOUR_MS),
  answers: fc.array(answer, { minLength: 1, maxLength: 3 }),
});

type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

/** The records of an invocation: each release, and its outcome. */
function recordsOf(content: InvocationContent, answers: readonly Answer[]): InvocationUpdate[] {
  return answers.flatMap(({ next: kind, isSent, durationMs, ...ended }, index) => {
    const release = index + 1;
    const startedAt = content.acceptedAt + release * 45_000;
    const next = toNext(kind, startedAt);
    const isDelivered = kind === 'done';
    const attempt = sampleAttempt(content, {
      ...{ release, number: release, startedAt, durationMs, next },
      outcome: isDelivered ? 'delivered' : ended.outcome,
      responseCode: isDelivered ? 200 : ended.responseCode,
    });
    const answered = outcome(content, attempt);
    const unsent = { ...answered, attempts: [], facts: [{ kind: 'outcome' as const, release, next }] };
    return [seen(content, release), isSent || isDelivered ? answered : unsent];
  });
}

function toNext(kind: NextStep['kind'], at: number): NextStep {
  if (kind === 'retry') return { kind, at };
  if (kind === 'give-up') return { kind, reason: 'retries-exhausted' };
  return kind === 'cancelled' ? { kind } : { kind: 'done' };
}

/** Forgets everything of a tenant, as if its database were new. */
async function forget(tenantId: string): Promise<void> {
  await pool.query(
    'DELETE FROM history.attempts USING history.invocations i WHERE invocation_id = i.id AND tenant_id = $1',
    [tenantId],
  );
  for (const table of ['invocations', 'released', 'statistics', 'statistics_added'])
    await pool.query(`DELETE FROM history.${table} WHERE tenant_id = $1`, [tenantId]);
}

interface Row {
  readonly at: Date;
  readonly kind: string;
  readonly count: number;
}

interface Times {
  readonly at: Date;
  readonly attempts: readonly number[] | null;
  readonly deliveries: readonly number[] | null;
}

/** What the rows of the ledger say, without its statistics. */
async function countRows(tenantId: string, kept: KeptStep, webhookId: string | undefined) {
  const values = [tenantId, kept.name, webhookId ?? null];
  const attempts = `history.attempts a JOIN history.invocations i ON i.id = a.invocation_id
    WHERE tenant_id = $1 AND ($3::text IS NULL OR webhook_id = $3)`;
  const ends = `history.invocations
    WHERE tenant_id = $1 AND ($3::text IS NULL OR webhook_id = $3) AND status <> 'pending'`;
  const { rows: counted } = await pool.query<Row>(
    `SELECT date_trunc($2, started_at, 'UTC') AS at, count(*)::int AS count,
            'attempt ' || CASE outcome WHEN 'rejected' THEN 'http-' || a.response_code / 100 || 'xx' ELSE outcome END AS kind
       FROM ${attempts} GROUP BY 1, kind
      UNION ALL
     SELECT date_trunc($2, ended_at, 'UTC'), count(*)::int, 'end ' || status FROM ${ends} GROUP BY 1, status`,
    values,
  );
  const { rows: times } = await pool.query<Times>(
    `SELECT at, percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY attempt_ms) AS attempts,
            percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY delivery_ms) AS deliveries
       FROM (SELECT date_trunc($2, started_at, 'UTC') AS at, duration_ms::float8 AS attempt_ms, NULL AS delivery_ms
               FROM ${attempts}
              UNION ALL
             SELECT date_trunc($2, ended_at, 'UTC'), NULL, extract(epoch FROM ended_at - accepted_at)::float8 * 1000
               FROM ${ends} AND status = 'delivered') AS durations
      GROUP BY at`,
    values,
  );
  return { counted, times };
}

/** Beyond the oldest that is kept some may be there still, and some not. */
function rangeOf({ ms, keptMs }: KeptStep) {
  const to = Math.ceil(Date.now() / ms) * ms;
  return { from: to - Math.floor(keptMs / ms - 1) * ms, to };
}

async function expectSameNumbers(tenantId: string, kept: KeptStep, webhookId?: string): Promise<void> {
  const range = rangeOf(kept);
  const scope = { tenantId, environment: 'sandbox' } as const;
  const { series, total } = await readStatistics(pool, scope, { ...range, webhookId, stepMs: kept.ms, kept });
  const { counted, times } = await countRows(tenantId, kept, webhookId);
  const isInRange = ({ at }: { readonly at: Date }): boolean => Number(at) >= range.from;
  const shown = series.flatMap(({ at, attempts, ended }) =>
    [...named('attempt', attempts), ...named('end', ended)].map(([kind, count]) => ({ at, kind, count })),
  );
  const expected = counted.filter(isInRange).map(({ at, ...row }) => ({ ...row, at: Number(at) }));
  expect(new Set(shown)).toEqual(new Set(expected));
  expect([...named('attempt', total.attempts), ...named('end', total.ended)].sort()).toEqual(
    summed(expected),
  );
  for (const { at, attempts, deliveries } of times.filter(isInRange)) {
    const found = series.find((each) => each.at === Number(at));
    expectBuckets(found?.attemptMs, attempts);
    expectBuckets(found?.acceptedToDeliveredMs, deliveries);
  }
}

function named(kind: string, counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => [`${kind} ${name}`, count]);
}

function summed(rows: readonly { readonly kind: string; readonly count: number }[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { kind, count } of rows) sums.set(kind, (sums.get(kind) ?? 0) + count);
  return [...sums].sort();
}

/** Percentiles are the upper bounds of the buckets of those that rows have; numbers are rounded a little. */
function expectBuckets(
  shown: { readonly p50: number; readonly p95: number; readonly p99: number } | null | undefined,
  exact: readonly (number | null)[] | null,
): void {
  const [p50 = null, p95, p99] = exact ?? [];
  if (p50 === null) {
    expect(shown).toBeNull();
    return;
  }
  for (const [bound, duration] of [
    [shown?.p50, p50],
    [shown?.p95, p95],
    [shown?.p99, p99],
  ]) {
    expect(bound).toBeGreaterThan((duration ?? 0) - 0.1);
    expect(bound).toBeLessThan(Math.max(1, (duration ?? 0) * Math.SQRT2) + 0.1);
  }
}

async function expectAllNumbers(tenantId: string): Promise<void> {
  for (const kept of keptSteps)
    for (const webhookId of [...webhooks, undefined]) await expectSameNumbers(tenantId, kept, webhookId);
}

describe('statistics', () => {
  it('are what the rows of the ledger say, however records come, and after the ledger was rebuilt', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(invocation, { minLength: 1, maxLength: 6 }),
        fc.array(step, { minLength: 1, maxLength: 15 }),
        async (invocations, steps) => {
          const tenantId = newId();
          const contents = invocations.map(({ webhookId, agoMs }) =>
            sampleContent({ tenantId, webhookId, acceptedAt: Date.now() - agoMs }),
          );
          const records = invocations.flatMap(({ answers }, index) =>
            contents.slice(index, index + 1).flatMap((content) => recordsOf(content, answers)),
          );
          const applied = await follow(tenantId, steps, contents, records);
          await expectAllNumbers(tenantId);
          while ((await addUpStatistics(pool)) === 'more');
          await expectAllNumbers(tenantId);
          await forget(tenantId);
          await applyToLedger(pool, applied.toReversed());
          await expectAllNumbers(tenantId);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('count nothing twice when several processes add up at once', async () => {
    const tenantId = newId();
    const contents = Array.from({ length: 50 }, () => sampleContent({ tenantId }));
    const adding = Array.from({ length: 8 }, async () => {
      for (let round = 0; round < 5; round++) await addUpStatistics(pool);
    });
    for (const content of contents) await applyToLedger(pool, recordsOfDelivered(content));
    await Promise.all(adding);
    await addUpStatistics(pool);
    const { rows } = await pool.query('SELECT FROM history.statistics_added WHERE tenant_id = $1', [
      tenantId,
    ]);
    expect(rows).toEqual([]);
    await expectAllNumbers(tenantId);
  });

  it('say whether this process has added up', async () => {
    const blocker = await pool.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE history.statistics_added IN ACCESS EXCLUSIVE MODE');
      const rounds = [addUpStatistics(pool), addUpStatistics(pool)];
      expect(await Promise.race(rounds)).toBe('busy');
      await blocker.query('ROLLBACK');
      expect((await Promise.all(rounds)).sort()).toEqual(['busy', 'done']);
    } finally {
      blocker.release(true);
    }
  });

  it('count a webhook without an id once', async () => {
    const tenantId = newId();
    const content = sampleContent({ tenantId, webhookId: '' });
    await applyToLedger(pool, recordsOfDelivered(content));
    await expectAllNumbers(tenantId);
    await addUpStatistics(pool);
    await expectAllNumbers(tenantId);
  });

  it('are forgotten when they are old, the minutes first', async () => {
    const tenantId = newId();
    const startedAt = Date.now() - 47 * HOUR_MS;
    const content = sampleContent({ tenantId, acceptedAt: startedAt });
    await applyToLedger(pool, recordsOfDelivered(content));
    await addUpStatistics(pool);
    await age(pool, tenantId, '2 hours');
    await removeOldStatistics(pool);
    const { rows } = await pool.query<{ step: string }>(
      'SELECT DISTINCT step FROM history.statistics WHERE tenant_id = $1 ORDER BY step',
      [tenantId],
    );
    expect(rows.map(({ step: kept }) => kept)).toEqual(['day', 'hour']);
  });
});

function recordsOfDelivered(content: InvocationContent): InvocationUpdate[] {
  const attempt = sampleAttempt(content, { startedAt: content.acceptedAt });
  return [seen(content), outcome(content, attempt)];
}

async function age(to: Pool, tenantId: string, by: string): Promise<void> {
  await to.query('UPDATE history.statistics SET at = at - $2::interval WHERE tenant_id = $1', [tenantId, by]);
}

/** @returns the records that were applied, in order */
async function follow(
  tenantId: string,
  steps: readonly Step[],
  contents: readonly InvocationContent[],
  records: readonly InvocationUpdate[],
): Promise<InvocationUpdate[]> {
  const scope = { tenantId, environment: 'sandbox' } as const;
  const applied: InvocationUpdate[] = [];
  for (const each of steps) {
    if (each.kind === 'add-up') {
      await addUpStatistics(pool);
    } else if (each.kind === 'records') {
      const batch = each.chosen.flatMap((number) => records[number % records.length] ?? []);
      await applyToLedger(pool, batch);
      applied.push(...batch);
    } else {
      const { id } = contents[each.chosen % contents.length] ?? sampleContent();
      await (each.kind === 'retry' ? retry : cancel)(pool, scope, id);
    }
  }
  return applied;
}
