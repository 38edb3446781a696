import type { NextStep } from '@casewire/events';
import { countRoundTrips, insertTenant, insertWebhook, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { applyToLedger } from '../apply/apply.ts';
import {
  expireHeld,
  findInvocation,
  leaseDue,
  type InvocationContent,
  type InvocationUpdate,
} from '../index.ts';
import { freeAll, putOff, resume } from './pauses.ts';
import { cancel, retry } from './request.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

// One connection, so that round trips can be counted.
const { pool } = useLedger({ poolSize: 1, per: 'test' });
const limits = { limit: 2_000, maxBytes: 10_000_000, leaseMs: 30_000 };
const HOUR_MS = 3_600_000;
const pause = { kind: 'pause', number: 1 } as const;
const breaker = { kind: 'breaker', number: 1 } as const;

/** What is noted of an invocation: what, why, and who. */
async function notesOf({ id }: InvocationContent): Promise<string[]> {
  const notes = (await findInvocation(pool, scope, id))?.notes ?? [];
  return notes.map(({ what, reason, by }) =>
    [what, reason, by].filter((part) => part !== undefined).join(' '),
  );
}

/** An invocation that its receiver has refused for good. */
async function failed(): Promise<InvocationContent> {
  const content = sampleContent({ webhookId: newId() });
  const next = { kind: 'give-up', reason: 'retries-exhausted' } as const;
  const refused = { outcome: 'rejected', responseCode: 500, next } as const;
  await applyToLedger(pool, [seen(content), outcome(content, sampleAttempt(content, refused))]);
  return content;
}

/** Invocations that are due for another attempt. */
function due(
  webhookId: string,
  count: number,
): { contents: InvocationContent[]; updates: InvocationUpdate[] } {
  const next: NextStep = { kind: 'retry', at: 1 };
  const contents = Array.from({ length: count }, () => sampleContent({ webhookId }));
  const timeout = (content: InvocationContent) => sampleAttempt(content, { outcome: 'timeout', next });
  return {
    contents,
    updates: contents.flatMap((content) => [seen(content), outcome(content, timeout(content))]),
  };
}

/** How many invocations have notes. */
async function countNoted(): Promise<number | null> {
  const { rowCount } = await pool.query('SELECT 1 FROM history.invocations WHERE notes IS NOT NULL');
  return rowCount;
}

describe('the ledger notes', () => {
  it('nothing of what is delivered, tried again or given up', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [seen(content)]);
    await applyToLedger(pool, [outcome(content, sampleAttempt(content))]);
    await applyToLedger(pool, due(newId(), 3).updates);
    await failed();
    expect(await countNoted()).toBe(0);
  });

  it('when a pause has held an invocation, and who has ended that', async () => {
    const content = sampleContent({ webhookId: newId() });
    const { webhookId } = content;
    const before = Date.now();
    await applyToLedger(pool, [seen(content), putOff(content, pause)]);
    await resume(pool, { webhookId, backlog: 'send', actor: 'key-7' });
    await freeAll(pool);
    expect(await notesOf(content)).toEqual(['held webhook-paused', 'resumed key-7']);
    const notes = (await findInvocation(pool, scope, content.id))?.notes ?? [];
    expect(notes.map(({ number }) => number)).toEqual([1, 2]);
    for (const { at } of notes) {
      expect(at).toBeGreaterThanOrEqual(before - 1);
      expect(at).toBeLessThanOrEqual(Date.now() + 1);
    }
  });

  it('what is skipped with a pause, also where its deferral comes after the end of that', async () => {
    const content = sampleContent({ webhookId: newId() });
    const { webhookId } = content;
    const late = sampleContent({ webhookId });
    await applyToLedger(pool, [seen(content), putOff(content, pause), seen(late)]);
    await resume(pool, { webhookId, backlog: 'skip', actor: 'operator' });
    await freeAll(pool);
    await applyToLedger(pool, [putOff(late, pause)]);
    expect(await notesOf(content)).toEqual(['held webhook-paused', 'cancelled skipped operator']);
    expect(await notesOf(late)).toEqual(['cancelled skipped']);
  });

  it('what a breaker holds, and that it has expired then', async () => {
    const tenantId = await insertTenant(pool, 'acme');
    const policy = { delaysSeconds: [1], maxAgeSeconds: 3_600 };
    const webhookId = await insertWebhook(pool, { tenantId, retry: policy });
    await pool.query(
      `INSERT INTO history.webhook_state (webhook_id, breaker, breaker_kind) VALUES ($1, 1, 'breaker')`,
      [webhookId],
    );
    const old = sampleContent({ webhookId, acceptedAt: Date.now() - 2 * HOUR_MS });
    await applyToLedger(pool, [seen(old), putOff(old, breaker)]);
    expect(await notesOf(old)).toEqual(['held receiver-unavailable']);
    await pool.query(`UPDATE history.invocations SET recorded_at = recorded_at - interval '2 hours'`);
    expect(await expireHeld(pool)).toBe(1);
    expect(await notesOf(old)).toEqual(['held receiver-unavailable', 'expired too-old']);
  });

  it('who has retried and cancelled an invocation, and nothing of what is refused', async () => {
    const content = await failed();
    expect(await retry(pool, scope, content.id)).toEqual({ kind: 'accepted' });
    expect(await retry(pool, scope, content.id)).toMatchObject({ kind: 'refused' });
    expect(await cancel(pool, scope, content.id)).toEqual({ kind: 'accepted' });
    expect(await cancel(pool, scope, content.id)).toMatchObject({ kind: 'refused' });
    expect(await notesOf(content)).toEqual(['retried key-1', 'cancelled key-1']);
  });

  it('nothing again when records are read again', async () => {
    const content = sampleContent({ webhookId: newId() });
    const { webhookId } = content;
    const records = [seen(content), putOff(content, pause)];
    await applyToLedger(pool, records);
    await resume(pool, { webhookId, backlog: 'send' });
    await freeAll(pool);
    const before = await findInvocation(pool, scope, content.id);
    expect(before?.notes).toHaveLength(2);
    await applyToLedger(pool, records);
    await applyToLedger(pool, [...records, ...records]);
    expect(await findInvocation(pool, scope, content.id)).toEqual(before);
  });

  it('the newest 20 of an invocation, with numbers that tell how many there were', async () => {
    const content = await failed();
    for (let round = 0; round < 11; round++) {
      expect(await retry(pool, scope, content.id, performance.now() + 60_000)).toEqual({ kind: 'accepted' });
      expect(await cancel(pool, scope, content.id)).toEqual({ kind: 'accepted' });
    }
    const notes = (await findInvocation(pool, scope, content.id))?.notes ?? [];
    expect(notes.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 3));
    expect(notes.at(-1)?.what).toBe('cancelled');
  });

  it('a backlog without waiting for PostgreSQL more often, however large it is', async () => {
    const roundTrips: number[] = [];
    for (const count of [40, 1_000]) {
      const webhookId = newId();
      const first = sampleContent({ webhookId });
      await applyToLedger(pool, [seen(first), putOff(first, pause), ...due(webhookId, count).updates]);
      roundTrips.push(await countRoundTrips(pool, () => leaseDue(pool, limits)));
      expect(await countNoted()).toBe(count + 1);
      await pool.query('DELETE FROM history.invocations');
    }
    expect(roundTrips[1]).toBe(roundTrips[0]);
  });
});
