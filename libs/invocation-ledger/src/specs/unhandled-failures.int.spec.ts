import { insertTenant, insertWebhook } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyToLedger } from '../apply/apply.ts';
import { findUnhandledFailures, removeOldDays, type InvocationContent } from '../index.ts';
import { cancel, retry } from './request.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });

beforeEach(() => insertTenant(pool, scope.tenantId));

const webhook = () => insertWebhook(pool, { tenantId: scope.tenantId });
const giveUp = { kind: 'give-up', reason: 'retries-exhausted' } as const;

/** Invocations of one group: some have failed for good, the others wait for another attempt. */
async function fail(webhookId: string, failed: number, waiting = 0): Promise<InvocationContent[]> {
  const answered = { outcome: 'rejected', responseCode: 500, startedAt: Date.now() } as const;
  const later = { kind: 'retry', at: Date.now() + 60_000 } as const;
  const contents = Array.from({ length: failed + waiting }, () => sampleContent({ webhookId }));
  await applyToLedger(
    pool,
    contents.flatMap((content, index) => {
      const next = index < failed ? giveUp : later;
      return [seen(content), outcome(content, sampleAttempt(content, { ...answered, next }))];
    }),
  );
  return contents;
}

/** Rows that have failed and the table that names them, which must agree. */
async function bothSides() {
  const [rows, tracked] = await Promise.all([
    pool.query(`SELECT id, webhook_id, event_type, failure, ended_at, body IS NOT NULL AS has_body
                  FROM history.invocations
                 WHERE status = 'failed' AND failure IS NOT NULL AND seq IS NOT NULL ORDER BY id`),
    pool.query(`SELECT invocation_id AS id, webhook_id, event_type, failure, ended_at, has_body
                  FROM history.failed ORDER BY invocation_id`),
  ]);
  return { rows: rows.rows, tracked: tracked.rows };
}

describe('what has failed and nobody has handled', () => {
  it('is counted up to 1,000 of each group, and what waits is not', async () => {
    const [few, many] = [await webhook(), await webhook()];
    await fail(few, 3, 10);
    await fail(many, 1_010);
    await fail(await webhook(), 0, 10);
    const found = await findUnhandledFailures(pool, scope, 10);
    expect(new Map(found.map(({ webhookId, count }) => [webhookId, count]))).toEqual(
      new Map([
        [few, 3],
        [many, 1_000],
      ]),
    );
  });

  it('names the groups whose last failure is the latest, and those of the scope alone', async () => {
    const webhooks = [await webhook(), await webhook(), await webhook()];
    for (const each of webhooks) await fail(each, 1);
    const found = await findUnhandledFailures(pool, scope, 2);
    expect(found.map(({ webhookId }) => webhookId)).toEqual(webhooks.slice(1).reverse());
    expect(await findUnhandledFailures(pool, { ...scope, environment: 'production' }, 2)).toEqual([]);
  });
});

describe('the table of what has failed', () => {
  it('agrees with the invocations, whatever becomes of them', async () => {
    const webhookId = await webhook();
    const [first, ...others] = await fail(webhookId, 4, 2);
    if (first === undefined) throw new Error('nothing has failed');
    const steps = {
      retried: (id: string) => retry(pool, scope, id),
      cancelled: (id: string) => cancel(pool, scope, id),
      delivered: (_id: string, content: InvocationContent) =>
        applyToLedger(pool, [outcome(content, sampleAttempt(content, { release: 1, number: 2 }))]),
      failed: (_id: string, content: InvocationContent) => {
        const timeout = {
          outcome: 'timeout',
          release: 9,
          number: 3,
          next: giveUp,
        } as const;
        return applyToLedger(pool, [outcome(content, sampleAttempt(content, timeout))]);
      },
      hidden: () => {
        const content = sampleContent({ webhookId });
        const refused = { outcome: 'rejected', responseCode: 404, next: giveUp } as const;
        return applyToLedger(pool, [outcome(content, sampleAttempt(content, refused))]);
      },
    };
    const step = fc.tuple(fc.constantFrom(...Object.values(steps)), fc.constantFrom(first, ...others));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (taken) => {
        for (const [take, content] of taken) await take(content.id, content);
        const { rows, tracked } = await bothSides();
        expect(tracked).toEqual(rows);
      }),
      { numRuns: 20 },
    );
  });

  it('forgets what retention removes', async () => {
    const old = sampleContent({ acceptedAt: Date.now() - 2 * 86_400_000 });
    await applyToLedger(pool, [
      seen(old),
      outcome(old, sampleAttempt(old, { outcome: 'timeout', next: giveUp })),
    ]);
    expect((await bothSides()).tracked).toHaveLength(1);
    await removeOldDays(pool, Date.now());
    expect(await bothSides()).toEqual({ rows: [], tracked: [] });
  });
});
