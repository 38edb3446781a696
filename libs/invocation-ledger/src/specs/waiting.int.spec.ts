import type { NextStep } from '@casewire/events';
import { insertTenant, insertWebhook, insertWebhooks } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { applyToLedger } from '../apply/apply.ts';
import { countWaiting } from '../index.ts';
import { ordered, outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

// PostgreSQL learns late of what other connections have read.
const { pool } = useLedger({ poolSize: 1, per: 'test' });
beforeEach(async () => {
  for (const tenant of [scope.tenantId, 'globex']) await insertTenant(pool, tenant);
});

const paused = { ...scope, status: 'paused', pause: 1 } as const;

/** One is on its way, one waits for its time, one for its webhook; of two in order, the first is due and the second waits. */
async function letWait(tenantId: string, webhookId: string): Promise<void> {
  const [out, later, held, first, second] = Array.from({ length: 5 }, () =>
    sampleContent({ tenantId, webhookId }),
  );
  if (!out || !later || !held || !first || !second) return;
  const putOff: NextStep = {
    ...{ kind: 'defer', reason: 'webhook-paused', at: 1 },
    hold: { kind: 'pause', number: 1 },
  };
  await applyToLedger(pool, [
    ...[out, later, held].map((content) => seen(content)),
    outcome(later, sampleAttempt(later, { next: { kind: 'retry', at: Date.now() + 60_000 } })),
    { id: held.id, content: held, facts: [{ kind: 'outcome', release: 1, next: putOff }] },
    ...[first, second].map((content) => ordered(content, 'run-1')),
  ]);
}

/** Rows of webhooks that were read so far. */
async function countReadWebhooks(): Promise<number> {
  await pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables
      WHERE schemaname = 'subscriptions' AND relname = 'webhooks'`,
  );
  return rows[0]?.read ?? NaN;
}

describe('what waits', () => {
  it('is counted in each way of waiting, of a webhook and of its tenant and environment alone', async () => {
    const one = await insertWebhook(pool, paused);
    const theirs = await insertWebhook(pool, { ...paused, tenantId: 'globex' });
    for (const webhookId of [one, await insertWebhook(pool, paused)])
      await letWait(scope.tenantId, webhookId);
    await letWait('globex', theirs);
    // Of a webhook that never existed, what waits for it and for a predecessor is of no tenant.
    await letWait(scope.tenantId, 'wh-1');
    expect(await countWaiting(pool, scope, one)).toEqual({ count: 5, isAtLeast: false });
    expect(await countWaiting(pool, scope, theirs)).toEqual({ count: 0, isAtLeast: false });
    expect(await countWaiting(pool, scope)).toEqual({ count: 13, isAtLeast: false });
    expect(await countWaiting(pool, { ...scope, environment: 'production' })).toMatchObject({ count: 0 });
  });

  it('is found without reading the webhooks that nothing waits for', async () => {
    const webhooks = await insertWebhooks(
      pool,
      Array.from({ length: 20_000 }, (_, index) => ({ ...paused, runtimeId: `run-${index}` })),
    );
    for (const webhookId of webhooks.slice(0, 3)) await letWait(scope.tenantId, webhookId);
    await pool.query('ANALYZE');
    const before = await countReadWebhooks();
    // The sixth execution of a prepared statement may be the first with a plan for any parameters.
    for (let round = 0; round < 8; round++)
      expect(await countWaiting(pool, scope)).toMatchObject({ count: 15 });
    expect((await countReadWebhooks()) - before).toBeLessThan(100);
  });

  it('is at least so much where it was not read to its end', async () => {
    const webhookId = await insertWebhook(pool, paused);
    const releaseMany = (count: number) =>
      pool.query(
        `INSERT INTO history.released (invocation_id, released_at, tenant_id, environment)
         SELECT gen_random_uuid(), now(), 'acme', 'sandbox' FROM generate_series(1, $1::int)`,
        [count],
      );
    await releaseMany(9_999);
    expect(await countWaiting(pool, scope, webhookId)).toEqual({ count: 0, isAtLeast: false });
    await releaseMany(1);
    expect(await countWaiting(pool, scope, webhookId)).toEqual({ count: 0, isAtLeast: true });
    expect(await countWaiting(pool, scope)).toEqual({ count: 10_000, isAtLeast: true });
    expect(await countWaiting(pool, { ...scope, tenantId: 'globex' })).toEqual({
      count: 0,
      isAtLeast: false,
    });
  });
});
