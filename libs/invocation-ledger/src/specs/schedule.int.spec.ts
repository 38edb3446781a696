import { describe, expect, it } from '@jest/globals';
import { useLedger } from '@casewire/testing/fixtures';
import { applyToLedger } from '../apply/apply.ts';
import {
  acknowledgeReleases,
  countOpen,
  expireLeases,
  findCursor,
  findInvocation,
  leaseDue,
  releaseStranded,
  removeCancellations,
  removeOldDays,
  seekLostBodies,
  selectNextDue,
  selectScheduledHolders,
  type InvocationContent,
  type InvocationUpdate,
} from '../index.ts';
import { cancel, retry } from './request.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const DAY_MS = 86_400_000;
const limits = { limit: 100, maxBytes: 1_000_000, leaseMs: 30_000 };

const { pool } = useLedger({ per: 'test' });

async function schedule(at: number, overrides: Partial<InvocationContent> = {}): Promise<InvocationContent> {
  const content = sampleContent(overrides);
  await applyToLedger(pool, [
    seen(content),
    outcome(content, sampleAttempt(content, { outcome: 'timeout', next: { kind: 'retry', at } })),
  ]);
  return content;
}

const show = (content: InvocationContent) => findInvocation(pool, scope, content.id);

describe('leases', () => {
  it('take what is due, oldest first, with the next release and attempt number', async () => {
    const [second, first] = [await schedule(2), await schedule(1)];
    const later = await schedule(Date.now() + 60_000);
    const leased = await leaseDue(pool, limits);
    expect(leased.map(({ content, ...numbers }) => ({ id: content.id, ...numbers }))).toEqual([
      { id: first.id, release: 2, attempt: 2 },
      { id: second.id, release: 2, attempt: 2 },
    ]);
    expect(leased[0]?.content).toEqual(first);
    expect((await show(later))?.releaseState).toBe('scheduled');
    expect(await selectNextDue(pool)).toBeGreaterThan(50_000);
  });

  it('are chosen from those that have been due longest, or from the oldest of the tenants that are named', async () => {
    const inOrder: InvocationContent[] = [];
    for (const tenantId of ['b', 'b', 'b', 'a', 'a', 'c'])
      inOrder.push(await schedule(inOrder.length + 1, { tenantId }));
    const offeredOf = async (holders: readonly string[], candidates: number) => {
      const offered: string[] = [];
      const choose = (due: readonly { readonly id: string }[]) => {
        offered.push(...due.map(({ id }) => id));
        return [];
      };
      const named = holders.map((tenantId) => ({ tenantId, environment: scope.environment }));
      await leaseDue(pool, { ...limits, choice: { candidates, holders: named, choose } });
      return offered;
    };
    const [b1, b2, , a1] = inOrder.map(({ id }) => id);
    expect(await offeredOf([], 2)).toEqual([b1, b2]);
    expect(await offeredOf(['a', 'b'], 4)).toEqual([a1, b1]);
  });

  it('belong to tenants that are listed in their order, some at a time', async () => {
    for (const tenantId of ['b', 'c', 'a', 'b']) await schedule(Date.now() + 60_000, { tenantId });
    await schedule(1, { tenantId: 'b', environment: 'production' });
    const { environment } = scope;
    expect(await selectScheduledHolders(pool, 2)).toEqual([
      { tenantId: 'a', environment },
      { tenantId: 'b', environment: 'production' },
    ]);
    expect(await selectScheduledHolders(pool, 9, { tenantId: 'b', environment: 'production' })).toEqual([
      { tenantId: 'b', environment },
      { tenantId: 'c', environment },
    ]);
  });

  it('are never given twice by processes that ask at once', async () => {
    await Promise.all(Array.from({ length: 40 }, () => schedule(1)));
    const rounds = await Promise.all(
      Array.from({ length: 8 }, () => leaseDue(pool, { ...limits, limit: 10 })),
    );
    const ids = rounds.flat().map(({ content }) => content.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stay within the bytes allowed, but take one however large', async () => {
    for (let at = 1; at <= 3; at++) await schedule(at, { body: Buffer.alloc(600) });
    expect(await leaseDue(pool, { ...limits, maxBytes: 1300 })).toHaveLength(2);
    expect(await leaseDue(pool, { ...limits, maxBytes: 10 })).toHaveLength(1);
  });

  it('leave out invocations without a body', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [outcome(content, sampleAttempt(content, { next: { kind: 'retry', at: 1 } }))]);
    expect(await leaseDue(pool, limits)).toEqual([]);
  });

  it('end with the acknowledgement, or when their time is over', async () => {
    const [sent, lost] = [await schedule(1), await schedule(1)];
    await leaseDue(pool, { ...limits, leaseMs: 0 });
    await acknowledgeReleases(pool, [{ id: sent.id, release: 2 }]);
    expect(await expireLeases(pool, 100)).toBe(1);
    expect((await show(sent))?.releaseState).toBe('released');
    expect((await show(lost))?.releaseState).toBe('scheduled');
    expect((await leaseDue(pool, limits)).map(({ release }) => release)).toEqual([3]);
  });
});

describe('a cut', () => {
  const before = () => Date.now() + 1000;

  it('schedules again the invocations that were released before it began, and no others', async () => {
    const [lost, answered] = [sampleContent(), sampleContent()];
    await applyToLedger(pool, [seen(lost), seen(answered), outcome(answered, sampleAttempt(answered))]);
    const since = Date.now() - 60_000;
    expect(await releaseStranded(pool, since)).toEqual({ releasedAgain: 0, unprocessable: 0 });
    expect(await releaseStranded(pool, before())).toEqual({ releasedAgain: 1, unprocessable: 0 });
    expect((await leaseDue(pool, limits)).map(({ content, release }) => [content.id, release])).toEqual([
      [lost.id, 2],
    ]);
  });

  it('gives up an invocation that three cuts running have released in vain', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [seen(content)]);
    for (let cut = 1; cut <= 3; cut++) {
      expect(await releaseStranded(pool, before())).toEqual({ releasedAgain: 1, unprocessable: 0 });
      const [leased] = await leaseDue(pool, limits);
      await acknowledgeReleases(pool, [{ id: content.id, release: leased?.release ?? 0 }]);
    }
    expect(await releaseStranded(pool, before())).toEqual({ releasedAgain: 0, unprocessable: 1 });
    expect(await show(content)).toMatchObject({ status: 'failed', reason: 'unprocessable' });
  });

  const nothingKept = () => Promise.resolve(new Set<string>());

  it('rematches the event of a row without its delivery record, and gives up after some cuts', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [outcome(content, sampleAttempt(content, { next: { kind: 'retry', at: 1 } }))]);
    const asked: string[] = [];
    const rematch = (uids: readonly string[]) => {
      asked.push(...uids);
      return Promise.resolve(new Set(uids));
    };
    for (let cut = 1; cut <= 3; cut++) expect(await seekLostBodies(pool, before(), rematch)).toBe(0);
    expect(asked).toEqual([1, 2, 3].map(() => content.eventUid));
    expect(await countOpen(pool)).toMatchObject({ hidden: 1 });
    expect(await seekLostBodies(pool, before(), rematch)).toBe(1);
    expect(await show(content)).toMatchObject({ status: 'failed', reason: 'body-lost' });
  });

  it('applies rematched records to known rows and new ones, and sends those that were never sent', async () => {
    const [hidden, unknown, known] = [sampleContent(), sampleContent(), sampleContent()];
    await applyToLedger(pool, [
      outcome(hidden, sampleAttempt(hidden, { next: { kind: 'retry', at: 1 } })),
      seen(known),
      outcome(known, sampleAttempt(known)),
    ]);
    const rematched = [hidden, unknown, known].map((content): InvocationUpdate => ({
      id: content.id,
      content,
      facts: [{ kind: 'rematch-seen' }],
    }));
    await applyToLedger(pool, rematched);
    await applyToLedger(pool, rematched);
    expect(await show(known)).toMatchObject({ status: 'delivered' });
    const leased = await leaseDue(pool, limits);
    expect(leased.map(({ content, release, attempt }) => [content.id, release, attempt])).toEqual(
      expect.arrayContaining([
        [hidden.id, 2, 2],
        [unknown.id, 1, 1],
      ]),
    );
    expect(leased).toHaveLength(2);
    expect(leased.every(({ content: { body } }) => (body?.length ?? 0) > 0)).toBe(true);
  });

  it('shows rows without a delivery record as lost, unless they were delivered', async () => {
    const [lost, delivered] = [sampleContent(), sampleContent()];
    await applyToLedger(pool, [
      outcome(lost, sampleAttempt(lost, { next: { kind: 'retry', at: 1 } })),
      outcome(delivered, sampleAttempt(delivered)),
    ]);
    expect(await countOpen(pool)).toMatchObject({ hidden: 2 });
    expect(await seekLostBodies(pool, before(), nothingKept)).toBe(2);
    expect(await show(lost)).toMatchObject({ status: 'failed', reason: 'body-lost', attempts: 1 });
    expect(await show(delivered)).toMatchObject({ status: 'delivered' });
    expect(await retry(pool, scope, lost.id)).toEqual({ kind: 'refused', reason: 'no-body' });
  });

  it('forgets a cancellation only if it began after it, and after the lease of its release', async () => {
    const [waiting, leased] = [await schedule(Date.now() + 60_000), await schedule(1)];
    await leaseDue(pool, limits);
    await cancel(pool, scope, waiting.id);
    await cancel(pool, scope, leased.id);
    expect(await removeCancellations(pool, Date.now() - 1000)).toBe(0);
    expect(await removeCancellations(pool, before())).toBe(1);
    expect(await removeCancellations(pool, Date.now() + 60_000)).toBe(1);
  });
});

describe('requests by hand', () => {
  it('are refused while a release is out, and accepted after its end', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [seen(content)]);
    expect(await retry(pool, scope, content.id)).toEqual({ kind: 'refused', reason: 'in-flight' });
    await applyToLedger(pool, [outcome(content, sampleAttempt(content))]);
    expect(await cancel(pool, scope, content.id)).toEqual({ kind: 'refused', reason: 'ended' });
    expect(await retry(pool, scope, content.id)).toEqual({ kind: 'accepted' });
    expect(await show(content)).toMatchObject({ status: 'delivered', releaseState: 'scheduled' });
  });

  it('that came at once with a retry are refused however late their turn comes', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [seen(content), outcome(content, sampleAttempt(content))]);
    const arrivedAt = performance.now();
    expect(await retry(pool, scope, content.id, arrivedAt)).toEqual({ kind: 'accepted' });
    const [release] = await leaseDue(pool, limits);
    const again = sampleAttempt(content, { release: release?.release ?? 0, number: 2 });
    await applyToLedger(pool, [outcome(content, again)]);
    await pool.query(`UPDATE history.retries SET asked_at = asked_at - interval '3 s'`);
    const asLate = arrivedAt - 3_000;
    expect(await retry(pool, scope, content.id, asLate)).toEqual({ kind: 'refused', reason: 'just-asked' });
    expect(await retry(pool, scope, content.id)).not.toMatchObject({ reason: 'just-asked' });
  });

  it('do not reach another tenant', async () => {
    const content = await schedule(1);
    const other = { ...scope, tenantId: 'other' };
    expect(await retry(pool, other, content.id)).toEqual({ kind: 'not-found' });
    expect(await cancel(pool, other, content.id)).toEqual({ kind: 'not-found' });
  });

  it('may retry a cancelled invocation, whose cancellation then ends', async () => {
    const content = await schedule(Date.now() + 60_000);
    await cancel(pool, scope, content.id);
    expect(await show(content)).toMatchObject({ status: 'cancelled', releaseState: null });
    await retry(pool, scope, content.id);
    expect(await leaseDue(pool, limits)).toHaveLength(1);
    expect((await pool.query('SELECT 1 FROM history.cancellations')).rowCount).toBe(0);
  });
});

describe('retention', () => {
  it('removes whole days, after ending what had not ended, and knows an expired cursor', async () => {
    const old = await schedule(Date.now() + 60_000, { acceptedAt: Date.now() - 100 * DAY_MS });
    const kept = await schedule(Date.now() + 60_000);
    expect((await removeOldDays(pool, Date.now() - 200 * DAY_MS)).removed).toEqual([]);
    expect((await removeOldDays(pool, Date.now() - 90 * DAY_MS)).removed).toHaveLength(1);
    expect(await show(old)).toBeUndefined();
    expect(await show(kept)).toBeDefined();
    expect(await findCursor(pool, scope, old.id)).toEqual({ kind: 'expired', oldest: kept.id });
    expect(await findCursor(pool, scope, sampleContent().id)).toEqual({ kind: 'unknown' });
    expect(await findCursor(pool, { ...scope, tenantId: 'other' }, kept.id)).toEqual({ kind: 'unknown' });
  });
});
