import { randomUUID } from 'node:crypto';
import { inTransaction } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyUpdates } from '../apply/apply.ts';
import { findCursor, listInvocations } from '../index.ts';
import { outcome, sampleAttempt, sampleContent, seen } from './sample-invocation.ts';

const { pool } = useLedger({ poolSize: 12 });

/** One transaction that adds invocations, and dawdles before it does and before it commits. */
interface Batch {
  readonly invocations: number;
  /** Invocations of which an attempt is known before the delivery: their rows are there, hidden. */
  readonly early: number;
  readonly beforeMs: number;
  readonly afterMs: number;
}

const batches = fc.record({
  invocations: fc.integer({ min: 1, max: 8 }),
  early: fc.integer({ min: 0, max: 3 }),
  beforeMs: fc.integer({ min: 0, max: 10 }),
  afterMs: fc.integer({ min: 0, max: 20 }),
});

const plans = fc.record({
  writers: fc.array(fc.array(batches, { minLength: 2, maxLength: 10 }), { minLength: 2, maxLength: 5 }),
  /** How many each reader asks for at once. */
  readers: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 3 }),
});

async function write(scope: TenantScope, plan: readonly Batch[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { invocations, early, beforeMs, afterMs } of plan) {
    const contents = Array.from({ length: invocations }, () => sampleContent(scope));
    await inTransaction(pool, (client) =>
      applyUpdates(
        client,
        contents.slice(0, early).map((content) => outcome(content, sampleAttempt(content))),
      ),
    );
    await inTransaction(pool, async (client) => {
      await client.query('SELECT pg_sleep($1)', [beforeMs / 1000]);
      await applyUpdates(
        client,
        contents.map((content) => seen(content)),
      );
      await client.query('SELECT pg_sleep($1)', [afterMs / 1000]);
    });
    ids.push(...contents.map(({ id }) => id));
  }
  return ids;
}

/** Follows `after`, as a client does, until the writers are done and nothing is left. */
async function follow(scope: TenantScope, limit: number, isDone: () => boolean): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const wasDone = isDone();
    const last = ids.at(-1);
    const cursor = last === undefined ? undefined : await findCursor(pool, scope, last);
    const above = cursor?.kind === 'found' ? cursor.upwards : undefined;
    const { rows } = await listInvocations(pool, scope, {}, { above, from: 'oldest', limit });
    ids.push(...rows.map(({ id }) => id));
    if (wasDone && rows.length === 0) return ids;
  }
}

describe('pages, while several processes write in slow transactions', () => {
  it('show every invocation exactly once to each reader that follows them', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async ({ writers, readers }) => {
        const scope: TenantScope = { tenantId: randomUUID(), environment: 'sandbox' };
        let done = false;
        const reading = Promise.all(readers.map((limit) => follow(scope, limit, () => done)));
        const written = (await Promise.all(writers.map((plan) => write(scope, plan)))).flat();
        done = true;
        for (const read of await reading) expect([...read].sort()).toEqual([...written].sort());
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
