import { MAX_ANSWER_CLASSES, type AttemptOutcome, type NextStep } from '@casewire/events';
import { newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyRecords, applyToLedger } from '../apply/apply.ts';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import type { InvocationContent } from '../invocation-content.ts';
import { deleteFailureGroups, findFailureGroup, listFailureGroups, saveIgnoredUntil } from '../index.ts';
import { cancel, retry } from './request.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });

const firstPage = { limit: 100, order: 'asc' } as const;
const MINUTE_MS = 60_000;

const health = {
  health: {
    ...{ failuresInRow: 100, failingPercent: 100, failingAttempts: 100, windowMs: 60_000 },
    ...{ successesInRow: 3, pauseAfterMs: 3_600_000_000 },
  },
  breaker: {
    ...{ failuresInRow: 10_000, percent: 100, attempts: 10_000, windowMs: 60_000, firstProbeMs: 100 },
    ...{ longestProbeMs: 1_000, probeWaitMs: 5_000, longestRetryAfterMs: 1, fullWidth: 8 },
  },
  isCurrent: true,
};

let next = 0n;
beforeEach(() => {
  next = 0n;
});

/** Applies a batch of records that goes on where the last one ended. */
async function apply(...updates: InvocationUpdate[]): Promise<void> {
  const [from, to] = [next, next + 1n];
  next = to;
  const ranges = [{ topic: 't', partition: 0, from, to, appliedUntil: 0 }];
  expect(await applyRecords(pool, { clusterId: 'c', ranges, updates, health })).toMatchObject({
    kind: 'applied',
  });
}

interface Failing {
  readonly outcome?: AttemptOutcome;
  readonly responseCode?: number;
  readonly agoMs?: number;
  readonly next?: NextStep;
  readonly release?: number;
}

/** An attempt that has failed, a moment ago. */
function failing(content: InvocationContent, { agoMs = 10, ...about }: Failing = {}): InvocationUpdate {
  const startedAt = Date.now() - agoMs;
  const { release = 1 } = about;
  const answered = { outcome: 'rejected', responseCode: 500, number: release } as const;
  const giveUp = { kind: 'give-up', reason: 'retries-exhausted' } as const;
  return outcome(
    content,
    sampleAttempt(content, { ...answered, next: giveUp, startedAt, durationMs: 1, ...about }),
  );
}

function succeeding(content: InvocationContent, agoMs: number, release = 1): InvocationUpdate {
  const startedAt = Date.now() - agoMs;
  return outcome(content, sampleAttempt(content, { startedAt, durationMs: 1, release, number: release }));
}

async function groups(webhookId?: string) {
  const { rows } = await listFailureGroups(pool, scope, { webhookId }, firstPage);
  return rows;
}

async function onlyGroup() {
  const [group, ...others] = await groups();
  if (group === undefined || others.length > 0) throw new Error('there is not one group');
  return group;
}

describe('groups of failures', () => {
  it('have nothing of a webhook that works', async () => {
    const content = sampleContent();
    await apply(seen(content));
    await apply(succeeding(content, 5));
    expect(await groups()).toEqual([]);
  });

  it('tell what waits and what has failed, by webhook, type and class', async () => {
    const [failed, waiting, other, unsent] = [
      sampleContent(),
      sampleContent(),
      sampleContent({ eventType: 'workflow.state.changed' }),
      sampleContent(),
    ];
    await apply(...[failed, waiting, other, unsent].map((content) => seen(content)));
    const later = { kind: 'retry', at: Date.now() + MINUTE_MS } as const;
    const secret = { kind: 'give-up', reason: 'unknown-secret: {secret.KEY}' } as const;
    await apply(failing(failed), failing(waiting, { next: later }), failing(other, { outcome: 'timeout' }), {
      ...failing(unsent),
      attempts: [],
      facts: [{ kind: 'outcome', release: 1, next: secret }],
    });
    const shown = (await groups()).map((group) => [
      group.eventType,
      group.class,
      group.counts,
      group.exampleId,
    ]);
    const counts = (waitingCount: number, failedCount: number) => ({
      ...{ waiting: waitingCount, failed: failedCount, isAtLeast: false },
    });
    expect(shown.sort()).toEqual([
      ['workflow.completed', 'http-500', counts(1, 1), waiting.id],
      ['workflow.completed', 'unknown-secret', counts(0, 1), unsent.id],
      ['workflow.state.changed', 'timeout', counts(0, 1), other.id],
    ]);
  });

  it('move what fails in another way, and let go what is delivered or cancelled', async () => {
    const [moved, mended, given] = [sampleContent(), sampleContent(), sampleContent()];
    await apply(...[moved, mended, given].map((content) => seen(content)));
    const later = { kind: 'retry', at: Date.now() } as const;
    await apply(
      failing(moved, { next: later }),
      failing(mended, { next: later }),
      failing(given, { next: later }),
    );
    expect((await onlyGroup()).counts).toMatchObject({ waiting: 3, failed: 0 });
    await apply(seen(moved, 2), seen(mended, 2));
    await apply(failing(moved, { release: 2, outcome: 'tls-error', agoMs: 1 }), succeeding(mended, 1, 2));
    await cancel(pool, scope, given.id);
    const counts = (await groups()).map((group) => [group.class, group.counts.waiting, group.counts.failed]);
    expect(counts.sort()).toEqual([
      ['http-500', 0, 0],
      ['tls-error', 0, 1],
    ]);
  });

  it('have 50 classes for a webhook at most, and `other` for what its receiver answers beyond', async () => {
    const answers = Array.from({ length: 70 }, (_, index) => ({
      content: sampleContent(),
      responseCode: 410 + index,
    }));
    for (const { content, responseCode } of answers) {
      await apply(seen(content));
      await apply(failing(content, { responseCode }));
    }
    const all = await groups();
    const other = all.filter((group) => group.class === 'other');
    expect(all).toHaveLength(MAX_ANSWER_CLASSES + 1);
    expect(other.map(({ counts }) => counts.failed)).toEqual([70 - MAX_ANSWER_CLASSES]);
    // What is known stays known, and another webhook has classes of its own.
    const [again, elsewhere] = [sampleContent(), sampleContent({ webhookId: 'wh-2' })];
    await apply(seen(again), seen(elsewhere));
    await apply(failing(again, { responseCode: 410 }), failing(elsewhere, { responseCode: 479 }));
    expect(await groups()).toHaveLength(MAX_ANSWER_CLASSES + 2);
    expect((await groups('wh-2')).map((group) => group.class)).toEqual(['http-479']);
  });

  it('count a record once that comes again', async () => {
    const content = sampleContent();
    const records = [seen(content), failing(content)];
    await apply(...records);
    await apply(...records, ...records);
    const { counts, trend } = await onlyGroup();
    expect(counts).toMatchObject({ waiting: 0, failed: 1 });
    expect(trend.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });

  it('tell how much has failed in each of the last hours, whatever came first', async () => {
    const hours = [0, 3, 3, 23, 30];
    for (const ago of [0, 1, 4, 3, 2].map((index) => hours[index] ?? 0)) {
      const content = sampleContent();
      await apply(seen(content));
      await apply(failing(content, { agoMs: ago * 60 * MINUTE_MS }));
    }
    const { trend, firstSeenAt } = await onlyGroup();
    expect(trend).toHaveLength(24);
    expect(trend.toReversed().flatMap(({ count }, ago) => (count > 0 ? [[ago, count]] : []))).toEqual([
      [0, 1],
      [3, 2],
      [23, 1],
    ]);
    expect(Math.round((Date.now() - firstSeenAt) / (60 * MINUTE_MS))).toBe(30);
  });
});

describe('a group of failures', () => {
  it('is open until its webhook succeeds, and then recovers for ten minutes', async () => {
    const [failed, sound] = [sampleContent(), sampleContent()];
    await apply(seen(failed), seen(sound));
    await apply(failing(failed, { agoMs: 12 * MINUTE_MS }));
    expect(await onlyGroup()).toMatchObject({ state: 'open' });
    // A success from before the failure, of which the ledger hears late.
    await apply(succeeding(sound, 13 * MINUTE_MS));
    expect(await onlyGroup()).toMatchObject({ state: 'open' });
    await retry(pool, scope, failed.id);
    await apply(seen(failed, 2));
    await apply(succeeding(failed, 9 * MINUTE_MS, 2));
    expect(await onlyGroup()).toMatchObject({ state: 'recovering', counts: { waiting: 0, failed: 0 } });
    await pool.query(
      `UPDATE history.failure_groups SET recovering_since = recovering_since - interval '2 minutes'`,
    );
    expect(await onlyGroup()).toMatchObject({ state: 'ended' });
  });

  it('does not end while anything of it has failed, and opens again when it fails', async () => {
    const [failed, sound, later] = [sampleContent(), sampleContent(), sampleContent()];
    await apply(seen(failed), seen(sound), seen(later));
    await apply(failing(failed, { agoMs: 60 * MINUTE_MS }));
    await apply(succeeding(sound, 30 * MINUTE_MS));
    expect(await onlyGroup()).toMatchObject({ state: 'recovering', counts: { failed: 1 } });
    await retry(pool, scope, failed.id);
    const ended = await onlyGroup();
    expect(ended).toMatchObject({ state: 'ended', counts: { waiting: 1, failed: 0 } });
    await apply(failing(later));
    expect(await onlyGroup()).toMatchObject({ id: ended.id, state: 'open', firstSeenAt: ended.firstSeenAt });
  });

  it('recovers also where the failure and the success come in one batch', async () => {
    const [failed, sound] = [sampleContent(), sampleContent()];
    await apply(seen(failed), seen(sound));
    await apply(failing(failed, { agoMs: 100 }), succeeding(sound, 50));
    expect(await onlyGroup()).toMatchObject({ state: 'recovering' });
  });

  it('is listed by state and webhook, page by page', async () => {
    const webhooks = Array.from({ length: 7 }, (_, index) => `wh-${index}`);
    for (const webhookId of webhooks) {
      const [failed, sound] = [sampleContent({ webhookId }), sampleContent({ webhookId })];
      await apply(seen(failed), seen(sound));
      await apply(failing(failed, { agoMs: 1_000 }));
      if (webhookId < 'wh-4') await apply(succeeding(sound, 10));
    }
    const listed = async (state: 'open' | 'recovering' | 'ended' | undefined, order: 'asc' | 'desc') => {
      const found: string[] = [];
      for (let after: string | undefined; ;) {
        const { rows, hasNext } = await listFailureGroups(pool, scope, { state }, { limit: 2, order, after });
        found.push(...rows.map(({ webhookId }) => webhookId));
        after = rows.at(-1)?.id;
        if (!hasNext) return found;
      }
    };
    expect(await listed(undefined, 'asc')).toEqual(webhooks);
    expect(await listed('recovering', 'desc')).toEqual(webhooks.slice(0, 4).reverse());
    expect(await listed('open', 'asc')).toEqual(webhooks.slice(4));
    expect(await listed('ended', 'desc')).toEqual([]);
  });

  it('is ignored until an instant, and is no other tenant’s', async () => {
    const content = sampleContent();
    await apply(seen(content));
    await apply(failing(content));
    const { id } = await onlyGroup();
    const until = Date.now() + MINUTE_MS;
    const stranger = { ...scope, tenantId: 'stranger' };
    await saveIgnoredUntil(pool, stranger, id, until);
    expect(await findFailureGroup(pool, stranger, id)).toBeUndefined();
    expect((await onlyGroup()).ignoredUntil).toBeNull();
    await saveIgnoredUntil(pool, scope, id, until);
    expect((await onlyGroup()).ignoredUntil).toBe(until);
    await saveIgnoredUntil(pool, scope, id, Date.now() - 1);
    expect((await onlyGroup()).ignoredUntil).toBeNull();
  });

  it('is ignored until something of it fails again, and ends although what has failed is left', async () => {
    const [first, second] = [sampleContent(), sampleContent()];
    await apply(seen(first), seen(second));
    const failure = failing(first, { agoMs: 30 * MINUTE_MS });
    await apply(failure);
    const { id } = await onlyGroup();
    await saveIgnoredUntil(pool, scope, id, Infinity);
    expect(await onlyGroup()).toMatchObject({ isIgnored: true, ignoredUntil: null, state: 'open' });
    await apply(succeeding(sampleContent(), 20 * MINUTE_MS));
    expect(await onlyGroup()).toMatchObject({ isIgnored: true, state: 'ended', counts: { failed: 1 } });
    // What is read again does not fail again.
    await apply(failure);
    expect(await onlyGroup()).toMatchObject({ isIgnored: true, state: 'ended' });
    await apply(failing(second));
    expect(await onlyGroup()).toMatchObject({ isIgnored: false, state: 'open', counts: { failed: 2 } });
  });

  it('is forgotten when its last failure was long ago', async () => {
    const [old, young] = [sampleContent(), sampleContent({ webhookId: 'wh-2' })];
    await apply(seen(old), seen(young));
    await apply(failing(old, { agoMs: 3 * 24 * 60 * MINUTE_MS }), failing(young));
    await deleteFailureGroups(pool, Date.now() - 24 * 60 * MINUTE_MS);
    expect((await groups()).map(({ webhookId }) => webhookId)).toEqual(['wh-2']);
  });

  it('takes a type that PostgreSQL does not store as it is', async () => {
    const content = sampleContent({ eventType: 'odd\u0000type' });
    await apply(seen(content));
    await apply(failing(content));
    expect((await onlyGroup()).counts).toMatchObject({ failed: 1 });
  });
});

/** How one release is answered. */
const answer = fc.record({
  kind: fc.constantFrom('done', 'retry', 'exhausted', 'secret'),
  outcome: fc.constantFrom<AttemptOutcome>('timeout', 'rejected', 'tls-error'),
  responseCode: fc.constantFrom(302, 404, 503),
});
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

const invocation = fc.record({
  webhookId: fc.constantFrom('wh-1', 'wh-2'),
  answers: fc.array(answer, { minLength: 1, maxLength: 3 }),
});

/** The records of an invocation, in the order in which Kafka has them. */
function recordsOf(content: InvocationContent, answers: readonly Answer[]): InvocationUpdate[] {
  return answers.flatMap(({ kind, ...about }, index) => {
    const release = index + 1;
    if (kind === 'done') return [seen(content, release), succeeding(content, 1_000 - release, release)];
    const failed = failing(content, { ...about, release, agoMs: 1_000 - release, next: toNext(kind) });
    if (kind !== 'secret') return [seen(content, release), failed];
    return [
      seen(content, release),
      { ...failed, attempts: [], facts: [{ kind: 'outcome', release, next: toNext(kind) }] },
    ];
  });
}

function toNext(kind: Exclude<Answer['kind'], 'done'>): NextStep {
  if (kind === 'retry') return { kind, at: Date.now() };
  return {
    kind: 'give-up',
    reason: kind === 'secret' ? 'unknown-secret: {secret.KEY}' : 'retries-exhausted',
  };
}

/** What the rows of the ledger say, without the columns and the tables of groups. */
const COUNTED = `
  WITH classed AS (
    SELECT i.webhook_id, i.status,
           CASE WHEN i.status = 'failed' AND i.reason <> 'retries-exhausted' THEN split_part(i.reason, ':', 1)
                ELSE (SELECT CASE outcome WHEN 'rejected' THEN 'http-' || a.response_code ELSE outcome END
                        FROM history.attempts a
                       WHERE a.invocation_id = i.id AND outcome <> 'delivered'
                       ORDER BY started_at DESC LIMIT 1)
            END AS class
      FROM history.invocations i
     WHERE i.tenant_id = $1 AND i.status IN ('pending', 'failed'))
  SELECT webhook_id AS "webhookId", class, count(*) FILTER (WHERE status = 'pending')::int AS waiting,
         count(*) FILTER (WHERE status = 'failed')::int AS failed
    FROM classed WHERE class IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`;

const ATTEMPTED = `
  SELECT i.webhook_id || ' ' || CASE outcome WHEN 'rejected' THEN 'http-' || a.response_code ELSE outcome END AS "group",
         count(*)::int AS count
    FROM history.attempts a JOIN history.invocations i ON i.id = a.invocation_id
   WHERE i.tenant_id = $1 AND outcome <> 'delivered' GROUP BY 1`;

describe('groups of failures, whatever happens', () => {
  it('agree with the rows of the ledger', async () => {
    const given = fc.record({
      invocations: fc.array(invocation, { minLength: 1, maxLength: 6 }),
      // How many records each batch has. Every third one is applied twice.
      sizes: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 40, maxLength: 40 }),
      retried: fc.array(fc.nat({ max: 5 }), { maxLength: 3 }),
      order: fc.array(fc.nat({ max: 5 }), { minLength: 40, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ invocations, sizes, retried, order }) => {
        const tenantId = `t-${newId()}`;
        const contents = invocations.map(({ webhookId }) => sampleContent({ tenantId, webhookId }));
        const queues = invocations.map(({ answers }, index) => {
          const content = contents[index];
          return content === undefined ? [] : recordsOf(content, answers);
        });
        const records: InvocationUpdate[] = [];
        for (const chosen of order) records.push(...(queues[chosen % queues.length]?.splice(0, 1) ?? []));
        records.push(...queues.flat());
        for (const [index, size] of sizes.entries()) {
          const batch = records.splice(0, size);
          if (batch.length > 0) await applyToLedger(pool, batch);
          if (batch.length > 0 && index % 3 === 0) await applyToLedger(pool, batch);
        }
        for (const index of retried) {
          const content = contents[index];
          // Of what waits again after it had failed without an attempt, the rows do not tell why.
          if (content === undefined || invocations[index]?.answers.at(-1)?.kind === 'secret') continue;
          await retry(pool, { ...scope, tenantId }, content.id);
        }
        const { rows } = await listFailureGroups(pool, { ...scope, tenantId }, {}, firstPage);
        const counted = await pool.query(COUNTED, [tenantId]);
        const shown = rows
          .map((group) => ({
            webhookId: group.webhookId,
            class: group.class,
            waiting: group.counts.waiting,
            failed: group.counts.failed,
          }))
          .filter(({ waiting, failed }) => waiting + failed > 0)
          .sort((a, b) => (`${a.webhookId} ${a.class}` < `${b.webhookId} ${b.class}` ? -1 : 1));
        expect(shown).toEqual(counted.rows);
        const attempted = await pool.query<{ group: string; count: number }>(ATTEMPTED, [tenantId]);
        const sums = new Map(
          rows.map(({ webhookId, class: failure, trend }) => [
            `${webhookId} ${failure}`,
            trend.reduce((sum, { count }) => sum + count, 0),
          ]),
        );
        for (const { group, count } of attempted.rows)
          expect([group, sums.get(group)]).toEqual([group, count]);
      }),
      { numRuns: 30 },
    );
  });
});
