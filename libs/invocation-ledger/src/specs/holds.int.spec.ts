import type { Hold, NextStep } from '@casewire/events';
import { insertTenant, insertWebhook, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { applyToLedger } from '../apply/apply.ts';
import {
  advanceSlots,
  beginRestore,
  countOpen,
  endRestore,
  findInvocation,
  freeHeld,
  leaseDue,
  takeNotices,
  removeEndedHolds,
  removeOldDays,
  type InvocationContent,
  type InvocationUpdate,
  type LeasedRelease,
} from '../index.ts';
import { freeAll as freeBacklogs, putOff, resume } from './pauses.ts';
import { cancel, retry } from './request.ts';
import { ordered, outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });
const limits = { limit: 2_000, maxBytes: 10_000_000, leaseMs: 30_000 };

function pause(number: number): Hold {
  return { kind: 'pause', number };
}

/** Invocations of one webhook that its pause holds. */
async function heldBy(number: number, webhookId = newId(), count = 1): Promise<InvocationContent[]> {
  const contents = Array.from({ length: count }, () => sampleContent({ webhookId }));
  await applyToLedger(
    pool,
    contents.flatMap((content) => [seen(content), putOff(content, pause(number))]),
  );
  return contents;
}

function delivered({ content, release, attempt: number }: LeasedRelease): InvocationUpdate {
  return outcome(content, sampleAttempt(content, { release, number }));
}

const seenOnce = (content: InvocationContent) => seen(content);

const freeAll = () => freeBacklogs(pool);

const show = ({ id }: InvocationContent) => findInvocation(pool, scope, id);

async function releaseStates(contents: readonly InvocationContent[]) {
  return Promise.all(contents.map(async (content) => (await show(content))?.releaseState));
}

describe('a paused webhook', () => {
  it('holds what delivery puts off, and what is due meanwhile without releasing it', async () => {
    const [held] = await heldBy(1);
    const webhookId = held?.webhookId ?? '';
    const due = sampleContent({ webhookId });
    const next: NextStep = { kind: 'retry', at: 1 };
    await applyToLedger(pool, [seen(due), outcome(due, sampleAttempt(due, { outcome: 'timeout', next }))]);
    expect(await leaseDue(pool, limits)).toEqual([]);
    for (const content of [held, due])
      expect(content && (await show(content))).toMatchObject({
        status: 'pending',
        releaseState: 'held-by-webhook',
        reason: 'webhook-paused',
        heldBy: pause(1),
        dueAt: null,
      });
    expect(await countOpen(pool)).toMatchObject({ 'held-by-webhook': 2, scheduled: 0 });
  });

  it('holds what is due, also where it is found in the turn of its tenant', async () => {
    const [held] = await heldBy(1);
    const webhookId = held?.webhookId ?? '';
    const next: NextStep = { kind: 'retry', at: 1 };
    const others = Array.from({ length: 2 }, () => sampleContent({ tenantId: 'other' }));
    const due = sampleContent({ webhookId });
    for (const content of [...others, due])
      await applyToLedger(pool, [
        seen(content),
        outcome(content, sampleAttempt(content, { outcome: 'timeout', next })),
      ]);
    // Of those that have been due longest, only the other tenant's are candidates.
    await pool.query(`UPDATE history.invocations SET due_at = due_at + interval '1 s' WHERE id = $1`, [
      due.id,
    ]);
    const choose = () => [];
    await leaseDue(pool, { ...limits, choice: { candidates: 2, holders: [scope], choose } });
    expect(await show(due)).toMatchObject({ releaseState: 'held-by-webhook', heldBy: pause(1) });
  });

  it('leaves alone what is due at other webhooks', async () => {
    await heldBy(1);
    const other = sampleContent({ webhookId: newId() });
    const next: NextStep = { kind: 'retry', at: 1 };
    await applyToLedger(pool, [seen(other), outcome(other, sampleAttempt(other, { next }))]);
    expect((await leaseDue(pool, limits)).map(({ content }) => content.id)).toEqual([other.id]);
  });

  it('keeps the slot of a current invocation, and those behind it wait, also over cuts', async () => {
    const webhookId = newId();
    const contents = [sampleContent({ webhookId }), sampleContent({ webhookId })] as const;
    await applyToLedger(
      pool,
      contents.map((content) => ordered(content, 'k')),
    );
    const [first] = await leaseDue(pool, limits);
    expect(first?.content.id).toBe(contents[0].id);
    await applyToLedger(pool, [putOff(contents[0], pause(1))]);
    expect(await advanceSlots(pool)).toBe(0);
    expect(await leaseDue(pool, limits)).toEqual([]);
    expect(await releaseStates(contents)).toEqual(['held-by-webhook', 'held']);
    await resume(pool, { webhookId, backlog: 'send' });
    await freeAll();
    const [again, ...others] = await leaseDue(pool, limits);
    expect([again?.content.id, others]).toEqual([contents[0].id, []]);
  });

  it('refuses a retry by hand and takes a cancellation', async () => {
    const [held] = await heldBy(1);
    const id = held?.id ?? '';
    expect(await retry(pool, scope, id)).toEqual({ kind: 'refused', reason: 'webhook-paused' });
    expect(await cancel(pool, scope, id)).toEqual({ kind: 'accepted' });
    expect(await countOpen(pool)).toMatchObject({ 'held-by-webhook': 0 });
  });
});

describe('a resumed webhook', () => {
  it('sends what was held, the lowest ids first, and no more at once than the schedule should hold', async () => {
    const contents = await heldBy(1, newId(), 1_200);
    await resume(pool, { webhookId: contents[0]?.webhookId ?? '', backlog: 'send' });
    expect(await freeAll()).toBe(1_000);
    const first = await leaseDue(pool, limits);
    expect(new Set(first.map(({ content }) => content.id))).toEqual(
      new Set(
        contents
          .map(({ id }) => id)
          .toSorted()
          .slice(0, 1_000),
      ),
    );
    expect(await freeAll()).toBe(0);
    await applyToLedger(pool, first.map(delivered));
    expect(await freeAll()).toBe(200);
    await applyToLedger(pool, (await leaseDue(pool, limits)).map(delivered));
    const { rowCount } = await pool.query('SELECT 1 FROM history.held');
    expect(rowCount).toBe(0);
  });

  it.each([
    [10, 'active', [70, 30]],
    [0.1, 'active', [1, 1]],
    // Nothing is sent to it: what comes up only ends.
    [0.1, 'disabled', [100]],
  ] as const)(
    'that has a rate of %d a second gets no more at once than it starts in some seconds, so what comes now waits no longer: %s',
    async (rateLimitPerSecond, status, expected) => {
      const tenantId = await insertTenant(pool, 'acme');
      const webhookId = await insertWebhook(pool, { tenantId, pause: 1, rateLimitPerSecond, status });
      await heldBy(1, webhookId, 100);
      await resume(pool, { webhookId, backlog: 'send' });
      for (const count of expected) {
        expect(await freeAll()).toBe(count);
        expect(await freeAll()).toBe(0);
        await applyToLedger(pool, (await leaseDue(pool, limits)).map(delivered));
      }
    },
  );

  it('skips what was held, with those that wait behind it, and sends what came later', async () => {
    const webhookId = newId();
    const [current, waiting] = [sampleContent({ webhookId }), sampleContent({ webhookId })];
    await applyToLedger(pool, [ordered(current, 'k'), ordered(waiting, 'k')]);
    await leaseDue(pool, limits);
    await applyToLedger(pool, [putOff(current, pause(1))]);
    const [unordered] = await heldBy(1, webhookId);
    await resume(pool, { webhookId, backlog: 'skip' });
    const later = sampleContent({ webhookId, acceptedAt: Date.now() + 60_000 });
    await applyToLedger(pool, [ordered(later, 'k')]);
    await freeAll();
    for (const content of [current, waiting, unordered])
      expect(content && (await show(content))).toMatchObject({ status: 'cancelled', releaseState: null });
    expect((await leaseDue(pool, limits)).map(({ content }) => content.id)).toEqual([later.id]);
  });

  it('has its turn although a hundred others have backlogs that go on', async () => {
    const webhookIds = Array.from({ length: 101 }, () => newId());
    for (const webhookId of webhookIds) {
      await heldBy(1, webhookId, 2);
      await resume(pool, { webhookId, backlog: 'send' });
    }
    while ((await takeNotices(pool)) > 0);
    // Each takes one at a time, and none is answered.
    await pool.query('UPDATE history.webhook_state SET recovery_width = 1, probe_interval_ms = 1');
    const { last } = await freeHeld(pool, 100);
    await freeHeld(pool, 100, last);
    const { rowCount } = await pool.query('SELECT DISTINCT webhook_id FROM history.held WHERE is_freed');
    expect(rowCount).toBe(101);
  });

  it('frees what its pause has held, and nothing that a later pause holds', async () => {
    const [earlier] = await heldBy(1);
    const webhookId = earlier?.webhookId ?? '';
    await resume(pool, { webhookId, backlog: 'skip' });
    const [later] = await heldBy(2, webhookId);
    await freeAll();
    expect(earlier && (await show(earlier))?.status).toBe('cancelled');
    expect(later && (await show(later))).toMatchObject({ releaseState: 'held-by-webhook', heldBy: pause(2) });
    const due = sampleContent({ webhookId });
    await applyToLedger(pool, [
      seen(due),
      outcome(due, sampleAttempt(due, { next: { kind: 'retry', at: 1 } })),
    ]);
    expect(await leaseDue(pool, limits)).toEqual([]);
    expect(await show(due)).toMatchObject({ heldBy: pause(2) });
  });

  it.each([
    ['send', { releaseState: 'scheduled', reason: 'backlog' }],
    ['skip', { status: 'cancelled', releaseState: null }],
  ] as const)(
    'gives a deferral that comes after its pause the choice of that pause: %s',
    async (backlog, state) => {
      const webhookId = newId();
      await resume(pool, { webhookId, backlog });
      await takeNotices(pool);
      const [late] = await heldBy(1, webhookId);
      expect(late && (await show(late))).toMatchObject(state);
      const { rowCount } = await pool.query('SELECT 1 FROM history.webhook_state WHERE pause IS NOT NULL');
      expect(rowCount).toBe(0);
    },
  );

  it('keeps the choice of a pause until a cut has finished that began later', async () => {
    const webhookId = newId();
    await resume(pool, { webhookId, backlog: 'skip' });
    const before = Date.now() - 60_000;
    await freeAll();
    await removeEndedHolds(pool, before);
    const [late] = await heldBy(1, webhookId);
    expect(late && (await show(late))?.status).toBe('cancelled');
    await removeEndedHolds(pool, Date.now() + 60_000);
    const { rowCount } = await pool.query('SELECT 1 FROM history.ended_holds');
    expect(rowCount).toBe(0);
  });

  it('is not held for a pause that a restored database does not know', async () => {
    const tenantId = await insertTenant(pool, 'acme');
    const webhookId = await insertWebhook(pool, { tenantId, pause: 1 });
    const [known] = await heldBy(1, webhookId);
    const [unknown] = await heldBy(2, webhookId);
    expect(known && (await show(known))?.releaseState).toBe('held-by-webhook');
    expect(unknown && (await show(unknown))).toMatchObject({ releaseState: 'scheduled', reason: 'backlog' });
  });

  it('is not held for ever where a restored database does not have it', async () => {
    const tenantId = await insertTenant(pool, 'acme');
    const known = await insertWebhook(pool, { tenantId, pause: 1 });
    const [kept] = await heldBy(1, known);
    const [held] = await heldBy(1);
    await beginRestore(pool, {});
    await endRestore(pool);
    await freeAll();
    expect((await leaseDue(pool, limits)).map(({ content }) => content.id)).toEqual([held?.id]);
    expect(kept && (await show(kept))?.releaseState).toBe('held-by-webhook');
  });

  it('leaves nothing behind, however its end and new deferrals come together', async () => {
    const webhookId = newId();
    const contents = Array.from({ length: 60 }, () => sampleContent({ webhookId }));
    await applyToLedger(pool, contents.map(seenOnce));
    await resume(pool, { webhookId, backlog: 'send' });
    await Promise.all([
      ...contents.map((content) => applyToLedger(pool, [putOff(content, pause(1))])),
      freeAll(),
      freeAll(),
    ]);
    await freeAll();
    expect(new Set(await releaseStates(contents))).toEqual(new Set(['scheduled']));
  });
});

describe('a late success', () => {
  it('ends an invocation that a pause holds', async () => {
    const [held] = await heldBy(1);
    if (held === undefined) throw new Error('nothing is held');
    await applyToLedger(pool, [outcome(held, sampleAttempt(held))]);
    expect(await show(held)).toMatchObject({ status: 'delivered', releaseState: null, heldBy: null });
    expect(await countOpen(pool)).toMatchObject({ 'held-by-webhook': 0 });
  });
});

describe('retention', () => {
  it('ends what a pause holds as failed', async () => {
    const old = sampleContent({ acceptedAt: Date.now() - 86_400_000 });
    await applyToLedger(pool, [seen(old), putOff(old, pause(1))]);
    await removeOldDays(pool, Date.now());
    const { rowCount } = await pool.query('SELECT 1 FROM history.held');
    expect(rowCount).toBe(0);
  });
});
