import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyToLedger } from '../apply/apply.ts';
import {
  applyRecords,
  findInvocation,
  findPayload,
  listAttempts,
  loadOffsets,
  type InvocationUpdate,
} from '../index.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger();

/** The first attempts of an invocation. */
const page = { limit: 9, order: 'asc' } as const;

describe('applying records', () => {
  it('shows an invocation with its payload and attempts', async () => {
    const content = sampleContent();
    const failed = sampleAttempt(content, {
      outcome: 'rejected',
      responseCode: 503,
      next: { kind: 'retry', at: Date.now() + 60_000 },
    });
    await applyToLedger(pool, [seen(content), outcome(content, failed)]);
    expect(await findInvocation(pool, scope, content.id)).toMatchObject({
      id: content.id,
      webhookId: 'wh-1',
      eventUid: content.eventUid,
      status: 'pending',
      releaseState: 'scheduled',
      attempts: 1,
      responseCode: 503,
      lastAttemptAt: failed.startedAt,
    });
    expect((await findPayload(pool, content.id)).body).toEqual(content.body);
    const { invocationId: _, release: __, ...shown } = failed;
    expect((await listAttempts(pool, content.id, page)).rows).toEqual([shown]);
  });

  it('stays hidden while only its attempt is known', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [outcome(content, sampleAttempt(content))]);
    expect(await findInvocation(pool, scope, content.id)).toBeUndefined();
    await applyToLedger(pool, [seen(content)]);
    expect(await findInvocation(pool, scope, content.id)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect((await findPayload(pool, content.id)).body).toEqual(content.body);
  });

  it('hides an invocation from other tenants and environments', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [seen(content)]);
    expect(await findInvocation(pool, { ...scope, tenantId: 'other' }, content.id)).toBeUndefined();
    expect(await findInvocation(pool, { ...scope, environment: 'production' }, content.id)).toBeUndefined();
  });

  it('makes the partition of any day that it needs', async () => {
    const content = sampleContent({ acceptedAt: Date.UTC(2031, 4, 5) });
    await applyToLedger(pool, [seen(content), outcome(content, sampleAttempt(content))]);
    expect(await findInvocation(pool, scope, content.id)).toMatchObject({ status: 'delivered' });
  });

  it('keeps a batch of 500 in order, each with its own bytes', async () => {
    const contents = Array.from({ length: 500 }, (_, index) =>
      sampleContent({ webhookId: 'wh-many', body: Buffer.alloc(index, index) }),
    );
    await applyToLedger(
      pool,
      contents.map((content) => seen(content)),
    );
    const { rows } = await pool.query<{ id: string; body: Buffer }>(
      `SELECT id, body FROM history.invocations WHERE webhook_id = 'wh-many' ORDER BY seq`,
    );
    expect(rows.map(({ id }) => id)).toEqual(contents.map(({ id }) => id));
    expect(rows.map(({ body }) => body)).toEqual(contents.map(({ body }) => body));
  });

  it('comes to the same rows however records are ordered, repeated, split, and shared between processes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (random) => {
        const numbers = random as Iterator<number>;
        const next = (): number => Number(numbers.next().value);
        const contents = [sampleContent(), sampleContent(), sampleContent()];
        const records = contents.flatMap((content) => [
          seen(content),
          outcome(content, sampleAttempt(content, { outcome: 'timeout', next: { kind: 'retry', at: 1 } })),
          seen(content, 2),
          outcome(content, sampleAttempt(content, { release: 2, number: 2, startedAt: 1_763_000_000_001 })),
        ]);
        const batches: InvocationUpdate[][] = Array.from({ length: 4 }, () => []);
        for (const record of [...records, ...records].sort(() => (next() % 2 === 0 ? 1 : -1))) {
          batches[next() % batches.length]?.push(record);
        }
        await Promise.all(batches.map((batch) => applyToLedger(pool, batch)));
        for (const { id } of contents) {
          expect(await findInvocation(pool, scope, id)).toMatchObject({
            status: 'delivered',
            releaseState: null,
            attempts: 2,
            responseCode: 200,
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('positions', () => {
  const clusterId = 'cluster-1';
  const range = (from: bigint, to: bigint) => ({
    topic: 'casewire.deliveries.v1',
    partition: 0,
    from,
    to,
    appliedUntil: null,
  });

  it('move with the rows, and only from where the batch was read', async () => {
    const [first, second] = [sampleContent(), sampleContent()];
    await applyRecords(pool, { clusterId, ranges: [range(0n, 5n)], updates: [seen(first)] });
    const stale = applyRecords(pool, { clusterId, ranges: [range(0n, 6n)], updates: [seen(second)] });
    expect(await stale).toEqual({ kind: 'stale' });
    expect(await findInvocation(pool, scope, second.id)).toBeUndefined();
    await applyRecords(pool, { clusterId, ranges: [range(5n, 6n)], updates: [seen(second)] });
    expect(await loadOffsets(pool, clusterId)).toEqual([
      { topic: 'casewire.deliveries.v1', partition: 0, nextOffset: 6n },
    ]);
    expect(await loadOffsets(pool, 'cluster-2')).toEqual([]);
  });

  it('stay where they are, all of them, if one of them stands elsewhere', async () => {
    const cluster = 'cluster-3';
    const ranges = [
      { topic: 'casewire.attempts.v1', partition: 0, from: 0n, to: 4n, appliedUntil: null },
      range(0n, 2n),
    ];
    await applyRecords(pool, { clusterId: cluster, ranges: [range(0n, 1n)], updates: [] });
    expect(await applyRecords(pool, { clusterId: cluster, ranges, updates: [] })).toEqual({ kind: 'stale' });
    expect(await loadOffsets(pool, cluster)).toEqual([
      { topic: 'casewire.deliveries.v1', partition: 0, nextOffset: 1n },
    ]);
  });

  it('let one of several processes with the same batch through, whether or not the partition was read before', async () => {
    const partition = { topic: 'casewire.attempts.v1', partition: 3, appliedUntil: null };
    const applyThrice = async (from: bigint, updates: InvocationUpdate[]) => {
      const ranges = [{ ...partition, from, to: from + 2n }];
      const results = await Promise.all(
        [1, 2, 3].map(() => applyRecords(pool, { clusterId, ranges, updates })),
      );
      return results.map(({ kind }) => kind).sort();
    };
    expect(await applyThrice(7n, [seen(sampleContent())])).toEqual(['applied', 'stale', 'stale']);
    for (let from = 9n; from < 29n; from += 2n)
      expect(await applyThrice(from, [])).toEqual(['applied', 'stale', 'stale']);
  });
});

describe('the headers of an answer', () => {
  it('are listed under whatever names they had', async () => {
    const content = sampleContent();
    const responseHeaders = Object.fromEntries(
      ['__proto__', 'constructor', 'x-own'].map((name) => [name, 'a']),
    );
    await applyToLedger(pool, [seen(content), outcome(content, sampleAttempt(content, { responseHeaders }))]);
    const [attempt] = (await listAttempts(pool, content.id, page)).rows;
    expect(Object.entries(attempt?.responseHeaders ?? {})).toEqual(Object.entries(responseHeaders));
  });
});

describe('what PostgreSQL refuses', () => {
  it('costs a row its excerpt, and the other rows of the batch nothing', async () => {
    const contents = Array.from({ length: 7 }, () => sampleContent());
    const updates = contents.flatMap((content, index) => [
      seen(content),
      outcome(content, sampleAttempt(content, index === 4 ? { responseBody: 'a\0b' } : {})),
    ]);
    await applyToLedger(pool, updates);
    const bodies = await Promise.all(
      contents.map(async ({ id }) =>
        (await listAttempts(pool, id, page)).rows.map(({ responseBody }) => responseBody),
      ),
    );
    expect(bodies).toEqual(contents.map((_, index) => (index === 4 ? [undefined] : ['ok'])));
  });

  it('is mended in the texts of an invocation', async () => {
    const contents = [sampleContent(), sampleContent({ subject: 'a\0b' }), sampleContent()];
    await applyToLedger(
      pool,
      contents.map((content) => seen(content)),
    );
    const shown = await Promise.all(contents.map(({ id }) => findInvocation(pool, scope, id)));
    expect(shown.map((invocation) => invocation?.subject)).toEqual(['run-1', 'a\uFFFDb', 'run-1']);
  });
});
