import { reasonOfHold, type NextStep } from '@casewire/events';
import { eventually, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import {
  advanceSlots,
  findInvocation,
  freeHeld,
  sendProbes,
  takeNotices,
  type InvocationContent,
  type LeasedRelease,
} from '../index.ts';
import type { AttemptRecord } from '../sql/attempts.ts';
import {
  answered,
  apply,
  attempt,
  breaker,
  endPause,
  held,
  open,
  overloaded,
  probe,
  release,
} from './breakers.ts';
import { putOff } from './pauses.ts';
import { cancel, retry } from './request.ts';
import { ordered, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });

/** Limits under which a probe that is unanswered is waited for. */
const patient = { ...breaker, probeWaitMs: 120_000 };

const failedProbe: Partial<AttemptRecord> = {
  outcome: 'timeout',
  next: { kind: 'defer', reason: 'receiver-unavailable', at: 1, hold: { kind: 'breaker', number: 1 } },
};

/** A release that delivery has answered without an attempt. */
function unsent(
  { content, release: number, probe: ofProbe }: LeasedRelease,
  next: NextStep,
): InvocationUpdate {
  const fact = {
    kind: 'outcome',
    release: number,
    next,
    ...(ofProbe !== undefined && { probe: ofProbe }),
  } as const;
  return { id: content.id, content: { ...content, body: null }, facts: [fact] };
}

const show = ({ id }: InvocationContent) => findInvocation(pool, scope, id);

describe('an open breaker', () => {
  it('releases nothing but one probe, the oldest, with its number', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    const contents = await held(pool, webhookId, 3);
    expect(await release(pool)).toEqual([]);
    const sent = await probe(pool);
    expect(sent).toMatchObject({ probe: 1, release: 2, attempt: 1, content: { id: contents[0]?.id } });
  });

  it('holds a probe that failed, and counts it as no retry', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    const [first] = await held(pool, webhookId, 2);
    await apply(pool, [answered(await probe(pool), failedProbe)]);
    expect(first && (await show(first))).toMatchObject({
      releaseState: 'held-by-webhook',
      attempts: 1,
      heldBy: { kind: 'breaker', number: 1 },
    });
    expect(await probe(pool)).toMatchObject({
      probe: 2,
      attempt: 2,
      failedProbes: 1,
      content: { id: first?.id },
    });
  });

  it('supersedes a probe that is unanswered', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    const contents = await held(pool, webhookId, 2);
    await probe(pool);
    expect(await probe(pool)).toMatchObject({ probe: 2, content: { id: contents[1]?.id } });
  });

  it('waits for a probe that is out, and no longer when delivery answers that it was cancelled', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    const [first, second] = await held(pool, webhookId, 2);
    const sent = await probe(pool, patient);
    expect(first && (await cancel(pool, scope, first.id))).toEqual({ kind: 'accepted' });
    expect(await sendProbes(pool, patient)).toBe(0);
    await apply(pool, [unsent(sent, { kind: 'cancelled' })]);
    expect(await probe(pool, patient)).toMatchObject({ probe: 2, content: { id: second?.id } });
  });

  it.each(['rate-limited', 'lane-full'] as const)(
    'sends the next probe when there is room for it, where delivery had none: %s',
    async (reason) => {
      const webhookId = newId();
      await open(pool, webhookId);
      await held(pool, webhookId, 2);
      await apply(pool, [unsent(await probe(pool), { kind: 'defer', reason, at: Date.now() + 60_000 })]);
      expect(await sendProbes(pool, breaker)).toBe(0);
      await pool.query(`UPDATE history.webhook_state SET probe_due_at = probe_due_at - interval '1 minute'`);
      expect(await probe(pool)).toMatchObject({ probe: 2 });
    },
  );

  it.each(['pause', 'own-pause'] as const)(
    'sends the probe again that a hold has put off, when that hold is over: %s',
    async (kind) => {
      const webhookId = newId();
      await open(pool, webhookId);
      const [only] = await held(pool, webhookId, 1);
      const sent = await probe(pool, patient);
      if (kind === 'own-pause') await pool.query('UPDATE history.webhook_state SET own_pause = 1');
      const hold = { kind, number: 1 };
      await apply(pool, [unsent(sent, { kind: 'defer', reason: reasonOfHold(hold), at: 1, hold })]);
      expect(only && (await show(only))?.heldBy).toEqual(hold);
      expect(await sendProbes(pool, patient)).toBe(0);
      await endPause(pool, webhookId, kind);
      await freeHeld(pool, 100);
      expect(await probe(pool, patient)).toMatchObject({ probe: 2, content: { id: only?.id } });
    },
  );

  it('takes for a probe what a pause has kept, where nothing else was held', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    expect(await sendProbes(pool, breaker)).toBe(0);
    const content = sampleContent({ webhookId });
    await apply(pool, [seen(content), putOff(content, { kind: 'pause', number: 1 })]);
    await endPause(pool, webhookId, 'pause');
    const sent = await probe(pool);
    expect(sent).toMatchObject({ probe: 1, content: { id: content.id } });
    expect(await apply(pool, [answered(sent)])).toMatchObject({ effects: [{ webhookId, effect: 'closed' }] });
  });

  it.each(['blocked-target', 'no-access-token', 'not-sent'] as const)(
    'is not closed by a probe that did not reach the receiver, which is held again: %s',
    async (outcomeOfProbe) => {
      const webhookId = newId();
      await open(pool, webhookId);
      const [first] = await held(pool, webhookId, 3);
      const unreached = { ...failedProbe, outcome: outcomeOfProbe };
      expect(await apply(pool, [answered(await probe(pool), unreached)])).toMatchObject({ effects: [] });
      expect((await freeHeld(pool, 100)).freed).toBe(0);
      expect(first && (await show(first))?.releaseState).toBe('held-by-webhook');
      expect(await probe(pool)).toMatchObject({ probe: 2, content: { id: first?.id } });
    },
  );

  it('is closed by its last probe, and not by one that was superseded', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    await held(pool, webhookId, 3);
    const superseded = await probe(pool);
    const last = await probe(pool);
    expect(await apply(pool, [answered(superseded)])).toMatchObject({ effects: [] });
    expect(await apply(pool, [answered(last)])).toMatchObject({ effects: [{ webhookId, effect: 'closed' }] });
  });

  it('sends a probe at once when its webhook was edited', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    await held(pool, webhookId, 1);
    await pool.query(`UPDATE history.webhook_state SET probe_due_at = now() + interval '5 minutes'`);
    expect(await sendProbes(pool, breaker)).toBe(0);
    await pool.query(
      `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number) VALUES ($1, 'edit', 2)`,
      [webhookId],
    );
    expect(await takeNotices(pool)).toBe(1);
    expect(await takeNotices(pool)).toBe(0);
    expect(await probe(pool)).toMatchObject({ probe: 1 });
  });

  it('frees what it has kept when its webhook is disabled or deleted', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    await held(pool, webhookId, 5);
    await pool.query(
      `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number) VALUES ($1, 'breaker', 1)`,
      [webhookId],
    );
    await takeNotices(pool);
    await freeHeld(pool, 100);
    const released = await release(pool);
    expect(released).toHaveLength(5);
    expect(released.filter((each) => each.probe !== undefined)).toEqual([]);
  });

  it('takes for a probe what is put off next, where nothing was held', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    expect(await sendProbes(pool, breaker)).toBe(0);
    const [content] = await held(pool, webhookId, 1);
    expect(await probe(pool)).toMatchObject({ probe: 1, content: { id: content?.id } });
  });

  it('takes for a probe what becomes due next, where nothing was held', async () => {
    const webhookId = newId();
    const retried = sampleContent({ webhookId });
    const at = Date.now() + 300;
    await apply(pool, [seen(retried), attempt(retried, { ...overloaded, next: { kind: 'retry', at } })]);
    await open(pool, webhookId);
    expect(await sendProbes(pool, breaker)).toBe(0);
    await eventually(async () => {
      expect(await release(pool)).toEqual([]);
      expect(await show(retried)).toMatchObject({ releaseState: 'held-by-webhook' });
    });
    expect(await probe(pool)).toMatchObject({ probe: 1, attempt: 2, content: { id: retried.id } });
  });

  it('keeps the slot of an ordered invocation that it holds, whose probe lets the next one go', async () => {
    const webhookId = newId();
    const queued = [sampleContent({ webhookId }), sampleContent({ webhookId })] as const;
    await apply(
      pool,
      queued.map((content) => ordered(content, 'k')),
    );
    const [first] = await release(pool);
    expect(first?.content.id).toBe(queued[0].id);
    await open(pool, webhookId);
    if (first !== undefined) await apply(pool, [answered(first, failedProbe)]);
    expect(await advanceSlots(pool)).toBe(0);
    expect(await release(pool)).toEqual([]);
    expect((await Promise.all(queued.map(show))).map((each) => each?.releaseState)).toEqual([
      'held-by-webhook',
      'held',
    ]);
    const sent = await probe(pool);
    expect(sent.content.id).toBe(queued[0].id);
    await apply(pool, [answered(sent)]);
    expect((await release(pool)).map(({ content }) => content.id)).toEqual([queued[1].id]);
  });

  it('sends no probe while its webhook is paused, and one at once when it is resumed', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    await held(pool, webhookId, 2);
    await pool.query('UPDATE history.webhook_state SET own_pause = 1');
    expect(await sendProbes(pool, breaker)).toBe(0);
    await endPause(pool, webhookId, 'own-pause');
    expect(await probe(pool)).toMatchObject({ probe: 1 });
  });

  it('has what it keeps skipped with the backlog of a pause, but not what comes later', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    const before = await held(pool, webhookId, 3);
    await pool.query('UPDATE history.webhook_state SET own_pause = 1');
    await endPause(pool, webhookId, 'own-pause', 'skip');
    const [later] = await held(pool, webhookId, 1, Date.now() + 60_000);
    while ((await freeHeld(pool, 100)).isMore);
    for (const content of before) expect(await show(content)).toMatchObject({ status: 'cancelled' });
    expect(later && (await show(later))).toMatchObject({ releaseState: 'held-by-webhook' });
    expect(await probe(pool)).toMatchObject({ content: { id: later?.id } });
  });

  it('holds what names an opening that is over by the later one, when it is due', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    await held(pool, webhookId, 1);
    await apply(pool, [answered(await probe(pool))]);
    await open(pool, webhookId);
    const [late] = await held(pool, webhookId, 1);
    expect(late && (await show(late))).toMatchObject({ releaseState: 'scheduled', reason: 'backlog' });
    expect(await release(pool)).toEqual([]);
    expect(late && (await show(late))?.heldBy).toEqual({ kind: 'breaker', number: 2 });
  });

  it('is opened by Retry-After, and names that', async () => {
    const webhookId = newId();
    const content = sampleContent({ webhookId });
    const asked = { ...overloaded, retryAfterAt: Date.now() + 60_000 };
    expect(await apply(pool, [seen(content), attempt(content, asked)])).toMatchObject({
      effects: [{ effect: 'opened' }],
    });
    expect(await sendProbes(pool, breaker)).toBe(0);
    const due = sampleContent({ webhookId });
    await apply(pool, [seen(due), attempt(due, { ...overloaded, next: { kind: 'retry', at: 1 } })]);
    expect(await release(pool)).toEqual([]);
    expect(await show(due)).toMatchObject({
      reason: 'retry-after',
      heldBy: { kind: 'retry-after', number: 1 },
      probeAt: expect.any(Number),
    });
  });
});

describe('a retry by hand', () => {
  it('is the next probe while the breaker is open, and is refused while one is out', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    const [first, second] = await held(pool, webhookId, 2);
    if (first === undefined || second === undefined) throw new Error('nothing is held');
    expect(await retry(pool, scope, second.id)).toEqual({ kind: 'accepted' });
    expect(await retry(pool, scope, first.id)).toEqual({ kind: 'refused', reason: 'probe-out' });
    const [sent] = await release(pool);
    expect(sent).toMatchObject({ probe: 1, content: { id: second.id } });
    if (sent === undefined) return;
    expect(await apply(pool, [answered(sent)])).toMatchObject({ effects: [{ effect: 'closed' }] });
  });
});

describe('a retry by hand while its webhook is paused', () => {
  it('is no probe: it waits for the end of the pause, and keeps no probe from going out then', async () => {
    const webhookId = newId();
    await open(pool, webhookId);
    const [kept] = await held(pool, webhookId, 1);
    const ended = sampleContent({ webhookId, acceptedAt: Date.now() + 1_000 });
    await apply(pool, [seen(ended), attempt(ended, overloaded)]);
    await pool.query('UPDATE history.webhook_state SET own_pause = 1');
    expect(kept && (await retry(pool, scope, kept.id))).toEqual({
      kind: 'refused',
      reason: 'webhook-paused',
    });
    expect(await retry(pool, scope, ended.id)).toEqual({ kind: 'accepted' });
    expect(await release(pool)).toEqual([]);
    expect((await show(ended))?.heldBy).toEqual({ kind: 'own-pause', number: 1 });
    await endPause(pool, webhookId, 'own-pause');
    expect(await probe(pool, patient)).toMatchObject({ probe: 1, content: { id: kept?.id } });
  });
});
