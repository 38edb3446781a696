import { countRoundTrips, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { applyRecords, applyToLedger, type LedgerBatch } from '../apply/apply.ts';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import { leaseDue, type DueInvocation } from '../index.ts';
import { countRead } from './count-read.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

// One connection, so that each batch meets the statements that the ones before it have prepared.
const { pool } = useLedger({ poolSize: 1, per: 'test' });

const limits = {
  failuresInRow: 3,
  failingPercent: 50,
  failingAttempts: 4,
  windowMs: 60_000,
  successesInRow: 3,
  pauseAfterMs: 3_600_000,
};

const breaker = {
  failuresInRow: 100,
  percent: 100,
  attempts: 100,
  windowMs: 60_000,
  firstProbeMs: 100,
  longestProbeMs: 1_000,
  probeWaitMs: 5_000,
  longestRetryAfterMs: 3_600_000,
  fullWidth: 8,
};

/** Of which it is counted what is read. */
const tables = ['invocations', 'released'];

let next = 0n;
beforeEach(() => {
  next = 0n;
});

/** A batch that goes on where the last one of the test ended. */
function batch(...updates: InvocationUpdate[]): LedgerBatch {
  const [from, to] = [next, next + 1n];
  next = to;
  const ranges = [{ topic: 't', partition: 0, from, to, appliedUntil: 0 }];
  return { clusterId: 'c', ranges, updates, health: { health: limits, breaker, isCurrent: true } };
}

async function apply(...updates: InvocationUpdate[]): Promise<void> {
  expect(await applyRecords(pool, batch(...updates))).toMatchObject({ kind: 'applied' });
}

describe('a batch', () => {
  it('waits for PostgreSQL twice, whatever unordered invocations it holds', async () => {
    const [first, second, hidden] = [sampleContent(), sampleContent(), sampleContent()];
    const refused = { outcome: 'rejected', responseCode: 404 } as const;
    const retried = sampleAttempt(first, { ...refused, next: { kind: 'retry', at: Date.now() + 60_000 } });
    await apply(seen(sampleContent()));
    for (const updates of [
      [seen(first), seen(second)],
      [
        outcome(first, retried),
        outcome(second, sampleAttempt(second)),
        outcome(hidden, sampleAttempt(hidden)),
      ],
      [seen(first, 2), seen(hidden)],
    ])
      expect(await countRoundTrips(pool, () => apply(...updates))).toBe(2);
  });

  it('has each of its statements planned once for the connection', async () => {
    for (let repeated = 0; repeated < 8; repeated++) {
      const content = sampleContent();
      await apply(seen(content));
      await apply(outcome(content, sampleAttempt(content)));
      const next = { kind: 'give-up', reason: 'retries-exhausted' } as const;
      const refused = { outcome: 'rejected', responseCode: 404, next } as const;
      const failed = sampleContent();
      await apply(seen(failed), outcome(failed, sampleAttempt(failed, refused)));
    }
    const { rows } = await pool.query<{ name: string; custom: number }>(
      'SELECT name, custom_plans::int AS custom FROM pg_prepared_statements ORDER BY name',
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'delete-released',
      'insert-additions',
      'insert-attempts',
      'insert-failed',
      'insert-invocations',
      'ledger-clock',
      'lock-invocations',
      'lock-positions',
      'lock-slots',
      'lock-webhook-states',
      'move-offsets',
      'note-failures',
      'note-recoveries',
      'select-answer-classes',
      'update-invocations',
      'update-webhook-states',
    ]);
    expect(rows.filter(({ custom }) => custom > 0)).toEqual([]);
  });

  it('reads the rows that it changes, and none of the thousands beside and between them', async () => {
    const [oldest, newest] = [sampleContent({ acceptedAt: Date.now() - 1 }), sampleContent()];
    await apply(seen(oldest));
    // Plans are made while the tables are tiny.
    await pool.query('ANALYZE history.invocations, history.released');
    await apply(outcome(oldest, sampleAttempt(oldest, { next: { kind: 'retry', at: Date.now() } })));
    const between = Array.from({ length: 2_000 }, () => sampleContent());
    await applyToLedger(
      pool,
      between.map((content) => seen(content)),
    );
    const last = sampleContent({ id: newId() });
    await apply(seen(last), seen(newest));
    const before = await countRead(pool, tables);
    await apply(seen(oldest, 2), outcome(last, sampleAttempt(last)));
    await apply(
      outcome(oldest, sampleAttempt(oldest, { release: 2, number: 2 })),
      outcome(newest, sampleAttempt(newest)),
    );
    expect((await countRead(pool, tables)) - before).toBeLessThan(100);
  });
});

describe('a look at what is due', () => {
  it('reads of the tenants that are named what it may take, however much is due of others', async () => {
    const deferred = { kind: 'defer', reason: 'lane-full', at: 1 } as const;
    const retried = { kind: 'retry', at: 2 } as const;
    const others = Array.from({ length: 3_000 }, () => sampleContent({ tenantId: 'other' }));
    const own = [sampleContent(), sampleContent()];
    const updates = [
      ...others.map((content) => ({ content, next: deferred })),
      ...own.map((content) => ({ content, next: retried })),
    ].flatMap(({ content, next }) => [seen(content), outcome(content, sampleAttempt(content, { next }))]);
    await applyToLedger(pool, updates);
    await pool.query('ANALYZE history.invocations');
    const offered: string[] = [];
    const choose = (due: readonly DueInvocation[]) => {
      offered.push(...due.map(({ id }) => id));
      return [];
    };
    const before = await countRead(pool, tables);
    const choice = { candidates: 4, holders: [scope], choose };
    await leaseDue(pool, { limit: 4, maxBytes: 1_000_000, leaseMs: 30_000, choice });
    expect(offered).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
    expect((await countRead(pool, tables)) - before).toBeLessThan(50);
  });
});
