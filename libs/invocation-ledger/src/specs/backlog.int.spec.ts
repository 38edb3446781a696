import type { NextStep } from '@casewire/events';
import { copyInvocation, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { applyToLedger } from '../apply/apply.ts';
import {
  acknowledgeReleases,
  advanceSlots,
  countOpen,
  countReleased,
  countUnsound,
  expireLeases,
  failWaitingForGone,
  findLastAttempt,
  freeHeld,
  hasBacklog,
  leaseDue,
  releaseStranded,
  selectNextDue,
  sendProbes,
  takeNotices,
  type InvocationContent,
  type LeasedRelease,
} from '../index.ts';
import { selectOpenBetween } from '../sql/open-invocations.ts';
import { breaker } from './breakers.ts';
import { countRead } from './count-read.ts';
import { ordered, outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

// One connection, so that what statements have read is known.
const { pool } = useLedger({ poolSize: 1, per: 'test' });

const THOUSANDS = 3_000;
const TOMORROW = Date.now() + 86_400_000;
const limits = { limit: 500, maxBytes: 10_000_000, leaseMs: 30_000 };

/** An invocation that is tried again at an instant. */
async function scheduled(at: number, overrides: Partial<InvocationContent> = {}): Promise<InvocationContent> {
  const content = sampleContent(overrides);
  const next: NextStep = { kind: 'retry', at };
  await applyToLedger(pool, [
    seen(content),
    outcome(content, sampleAttempt(content, { outcome: 'timeout', next })),
  ]);
  return content;
}

/** An invocation that the pause of its webhook keeps. */
async function held(): Promise<InvocationContent> {
  const content = sampleContent({ webhookId: newId() });
  const next: NextStep = {
    kind: 'defer',
    reason: 'webhook-paused',
    at: 1,
    hold: { kind: 'pause', number: 1 },
  };
  const update = { id: content.id, content: { ...content, body: null } };
  await applyToLedger(pool, [seen(content), { ...update, facts: [{ kind: 'outcome', release: 1, next }] }]);
  return content;
}

/** The pause of its webhook is over. */
async function resumed({ webhookId }: InvocationContent): Promise<void> {
  await pool.query(
    `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number, backlog) VALUES ($1, 'pause', 1, 'send')`,
    [webhookId],
  );
  await takeNotices(pool);
}

/** Thousands that are not due, and thousands that are held, as they are when PostgreSQL has analyzed them. */
async function fill(): Promise<{ readonly scheduled: InvocationContent; readonly held: InvocationContent }> {
  const originals = { scheduled: await scheduled(TOMORROW), held: await held() };
  for (const { id } of Object.values(originals)) await copyInvocation(pool, id, { count: THOUSANDS });
  await pool.query('ANALYZE history.invocations, history.held, history.released, history.attempts');
  return originals;
}

async function readBy(work: () => Promise<unknown>): Promise<number> {
  const before = await countRead(pool);
  await work();
  return (await countRead(pool)) - before;
}

function withoutId({ content: { id, eventUid, eventId, ...content }, ...release }: LeasedRelease) {
  return { ...release, content };
}

describe('copies of an invocation', () => {
  it('are what the services have written: they become due with its body, its headers and its attempts', async () => {
    const original = await scheduled(TOMORROW, { headers: { 'content-type': 'text/plain', 'x-a': 'b' } });
    const firstAt = Date.now() - 1_000;
    const { firstId } = await copyInvocation(pool, original.id, { count: 3, due: { firstAt, everyMs: 10 } });
    expect(await countOpen(pool)).toMatchObject({ scheduled: 4, released: 0 });
    const leased = await leaseDue(pool, limits);
    expect(leased[0]?.content.id).toBe(firstId);
    const { id, eventUid, eventId, ...content } = original;
    expect(leased.map(withoutId)).toEqual(Array(3).fill({ release: 2, attempt: 2, content }));
    expect(new Set(leased.map((each) => each.content.eventUid)).size).toBe(3);
    expect(await findLastAttempt(pool, firstId)).toBeDefined();
  });

  it('are freed by the end of the hold of the original', async () => {
    const original = await held();
    await copyInvocation(pool, original.id, { count: 3 });
    expect(await countOpen(pool)).toMatchObject({ 'held-by-webhook': 4 });
    await resumed(original);
    expect(await freeHeld(pool, 100)).toMatchObject({ freed: 4, isMore: true });
  });

  it('are made of nothing that has ended', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [seen(content), outcome(content, sampleAttempt(content))]);
    await expect(copyInvocation(pool, content.id, { count: 1 })).rejects.toThrow(/neither is scheduled/);
  });
});

describe('a backlog of thousands that are held or not due', () => {
  it('is not read by rounds that find nothing to do', async () => {
    await fill();
    const rounds = {
      'expire leases': () => expireLeases(pool, 500),
      'next due': () => selectNextDue(pool),
      'lease due': () => leaseDue(pool, { ...limits, choice: { candidates: 100, holders: [scope], choose } }),
      notices: () => takeNotices(pool),
      'ended holds': () => hasBacklog(pool),
      probes: () => sendProbes(pool, breaker),
      gone: () => failWaitingForGone(pool),
      unsound: () => countUnsound(pool),
      released: () => countReleased(pool),
      stranded: () => releaseStranded(pool, Date.now()),
      slots: () => advanceSlots(pool),
    };
    const read: [name: string, rows: number][] = [];
    for (const [name, round] of Object.entries(rounds)) read.push([name, await readBy(round)]);
    expect(read.filter(([, rows]) => rows > 10)).toEqual([]);
  });

  it('is not read when some of them are due', async () => {
    const { scheduled: original } = await fill();
    await copyInvocation(pool, original.id, { count: 5, due: { firstAt: 1, everyMs: 1 } });
    const read = await readBy(async () => {
      const leased = await leaseDue(pool, limits);
      expect(leased).toHaveLength(5);
      await acknowledgeReleases(
        pool,
        leased.map(({ release, content: { id } }) => ({ id, release })),
      );
    });
    expect(read).toBeLessThan(100);
  });

  it('is read a part at a time when its webhook comes back', async () => {
    const { held: original } = await fill();
    await resumed(original);
    const read = await readBy(async () => {
      expect(await freeHeld(pool, 100)).toMatchObject({ freed: 500, isMore: true });
    });
    expect(read).toBeLessThan(THOUSANDS);
  });
});

describe('the backlog of a slow receiver', () => {
  it('stays held while what was freed of it is deferred for want of room', async () => {
    const original = await held();
    await copyInvocation(pool, original.id, { count: 1_100 });
    await resumed(original);
    const freeAll = async (): Promise<number> => {
      let all = 0;
      for (;;) {
        const { freed } = await freeHeld(pool, 100);
        if (freed === 0) return all;
        all += freed;
      }
    };
    expect(await freeAll()).toBe(1_000);
    const answer = async (next: NextStep): Promise<void> => {
      const leased = await leaseDue(pool, { ...limits, limit: 2_000 });
      await applyToLedger(
        pool,
        leased.map(({ content, release }) => ({
          id: content.id,
          content: { ...content, body: null },
          facts: [{ kind: 'outcome', release, next }],
        })),
      );
    };
    for (const reason of ['lane-full', 'rate-limited'] as const) {
      await answer({ kind: 'defer', reason, at: 1 });
      expect(await freeAll()).toBe(0);
    }
    await answer({ kind: 'done' });
    expect(await freeAll()).toBe(101);
  });
});

describe('what is released', () => {
  it('is counted by tenant without a look at invocations', async () => {
    const tenants = ['a', 'a', 'b'].map((tenantId) => sampleContent({ tenantId }));
    await applyToLedger(
      pool,
      tenants.map((content) => seen(content)),
    );
    const again = await scheduled(1, { tenantId: 'b' });
    const [leased] = await leaseDue(pool, limits);
    await acknowledgeReleases(pool, [{ id: again.id, release: leased?.release ?? 0 }]);
    const before = await countRead(pool, ['invocations']);
    const counted = await countReleased(pool);
    expect((await countRead(pool, ['invocations'])) - before).toBe(0);
    const { environment } = scope;
    expect(counted.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1))).toEqual([
      { tenantId: 'a', environment, released: 2 },
      { tenantId: 'b', environment, released: 2 },
    ]);
  });
});

describe('a history of thousands that have ended', () => {
  async function end(count: number): Promise<void> {
    const contents = Array.from({ length: count }, () => sampleContent());
    await applyToLedger(
      pool,
      contents.map((content) => seen(content)),
    );
    await applyToLedger(
      pool,
      contents.map((content) => outcome(content, sampleAttempt(content))),
    );
    await pool.query('ANALYZE history.invocations, history.slots');
  }

  it('is not read when a cut looks at the current invocations of slots', async () => {
    await applyToLedger(
      pool,
      Array.from({ length: 200 }, (_, index) => ordered(sampleContent(), `subject-${index}`)),
    );
    await end(THOUSANDS);
    expect(await readBy(() => advanceSlots(pool))).toBeLessThan(1_000);
  });

  it('is not read when the few that have not ended are ended with their day', async () => {
    const released = sampleContent();
    await applyToLedger(pool, [seen(released)]);
    const open = [await scheduled(TOMORROW), released, await held()];
    const hidden = sampleContent();
    const next: NextStep = { kind: 'retry', at: TOMORROW };
    await applyToLedger(pool, [outcome(hidden, sampleAttempt(hidden, { next }))]);
    await end(THOUSANDS);
    const [from, to] = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const read = await readBy(async () => {
      const found = await selectOpenBetween(pool, from, to, 500);
      expect(found.map(({ id }) => id).toSorted()).toEqual([...open, hidden].map(({ id }) => id).toSorted());
    });
    expect(read).toBeLessThan(50);
  });
});

function choose(): readonly never[] {
  return [];
}
