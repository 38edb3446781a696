import { reasonOfHold, type NextStep } from '@casewire/events';
import type { BreakerLimits, HealthLimits } from '@casewire/invocation-state';
import { eventually, insertTenant, insertWebhook, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { applyRecords, type BatchResult } from '../apply/apply.ts';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import {
  acknowledgeReleases,
  advanceSlots,
  findInvocation,
  freeHeld,
  leaseDue,
  sendProbes,
  takeNotices,
  type InvocationContent,
  type LeasedRelease,
} from '../index.ts';
import type { AttemptRecord } from '../sql/attempts.ts';
import { cancel, retry } from './request.ts';
import { ordered, outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });

const health: HealthLimits = {
  failuresInRow: 1_000,
  failingPercent: 100,
  failingAttempts: 1_000,
  windowMs: 60_000,
  successesInRow: 3,
  pauseAfterMs: 3_600_000,
};

const breaker: BreakerLimits = {
  failuresInRow: 3,
  percent: 50,
  attempts: 1_000,
  windowMs: 60_000,
  firstProbeMs: 0,
  longestProbeMs: 0,
  probeWaitMs: 0,
  longestRetryAfterMs: 3_600_000,
  fullWidth: 4,
};

let next = 0n;
beforeEach(() => {
  next = 0n;
});

async function apply(updates: InvocationUpdate[]): Promise<BatchResult> {
  const [from, to] = [next, next + 1n];
  next = to;
  const ranges = [{ topic: 't', partition: 0, from, to, appliedUntil: 0 }];
  return applyRecords(pool, {
    clusterId: 'c',
    ranges,
    updates,
    health: { health, breaker, isCurrent: true },
  });
}

const overloaded: Partial<AttemptRecord> = {
  outcome: 'rejected',
  responseCode: 503,
  next: { kind: 'give-up', reason: 'retries-exhausted' },
};

function attempt(content: InvocationContent, overrides: Partial<AttemptRecord> = {}): InvocationUpdate {
  return outcome(content, sampleAttempt(content, { startedAt: Date.now(), durationMs: 0, ...overrides }));
}

/** Opens the breaker of a webhook for the first time. */
async function open(webhookId: string, overrides: Partial<AttemptRecord> = {}): Promise<void> {
  const contents = [1, 2, 3].map(() => sampleContent({ webhookId }));
  const updates = contents.flatMap((content) => [
    seen(content),
    attempt(content, { ...overloaded, ...overrides }),
  ]);
  expect(await apply(updates)).toMatchObject({ effects: [{ webhookId, effect: 'opened' }] });
}

/** Invocations that delivery has put off while the breaker is open, the lowest id first. */
async function held(
  webhookId: string,
  count: number,
  number = 1,
  acceptedAt = Date.now(),
): Promise<InvocationContent[]> {
  const contents = Array.from({ length: count }, () => sampleContent({ webhookId, acceptedAt }));
  const deferral: NextStep = {
    kind: 'defer',
    reason: 'receiver-unavailable',
    at: 1,
    hold: { kind: 'breaker', number },
  };
  await apply(
    contents.flatMap((content) => [
      seen(content),
      { id: content.id, content, facts: [{ kind: 'outcome', release: 1, next: deferral }] },
    ]),
  );
  return contents.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Releases whatever is due, as the scheduler does. */
async function release(): Promise<LeasedRelease[]> {
  const leased = await leaseDue(pool, { limit: 100, maxBytes: 1_000_000, leaseMs: 30_000 });
  await acknowledgeReleases(
    pool,
    leased.map(({ content, release: number }) => ({ id: content.id, release: number })),
  );
  return leased;
}

/** The outcome of a release that was sent. */
function answered(
  { content, release: number, attempt: attemptNumber, probe }: LeasedRelease,
  overrides: Partial<AttemptRecord> = {},
): InvocationUpdate {
  const update = attempt(content, {
    release: number,
    number: attemptNumber,
    ...(probe !== undefined && { probe }),
    ...overrides,
  });
  const [fact] = update.facts;
  const isProbe = fact?.kind === 'outcome' && probe !== undefined;
  return isProbe ? { ...update, facts: [{ ...fact, probe }] } : update;
}

const failedProbe: Partial<AttemptRecord> = {
  outcome: 'timeout',
  next: { kind: 'defer', reason: 'receiver-unavailable', at: 1, hold: { kind: 'breaker', number: 1 } },
};

async function probe(limits = breaker): Promise<LeasedRelease> {
  expect(await sendProbes(pool, limits)).toBe(1);
  const [sent, ...others] = await release();
  expect(others).toEqual([]);
  if (sent === undefined) throw new Error('no probe was released');
  return sent;
}

/** A release that delivery has answered without an attempt. */
function unsent({ content, release: number, probe }: LeasedRelease, next: NextStep): InvocationUpdate {
  const fact = { kind: 'outcome', release: number, next, ...(probe !== undefined && { probe }) } as const;
  return { id: content.id, content: { ...content, body: null }, facts: [fact] };
}

/** What subscriptions stores when the first pause of a webhook is over. */
async function resume(webhookId: string, kind: 'pause' | 'own-pause', backlog = 'send'): Promise<void> {
  await pool.query(
    'INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number, backlog) VALUES ($1, $2, 1, $3)',
    [webhookId, kind, backlog],
  );
  await takeNotices(pool);
}

const show = ({ id }: InvocationContent) => findInvocation(pool, scope, id);

describe('an open breaker', () => {
  it('releases nothing but one probe, the oldest, with its number', async () => {
    const webhookId = newId();
    await open(webhookId);
    const contents = await held(webhookId, 3);
    expect(await release()).toEqual([]);
    const sent = await probe();
    expect(sent).toMatchObject({ probe: 1, release: 2, attempt: 1, content: { id: contents[0]?.id } });
  });

  it('holds a probe that failed, and counts it as no retry', async () => {
    const webhookId = newId();
    await open(webhookId);
    const [first] = await held(webhookId, 2);
    await apply([answered(await probe(), failedProbe)]);
    expect(first && (await show(first))).toMatchObject({
      releaseState: 'held-by-webhook',
      attempts: 1,
      heldBy: { kind: 'breaker', number: 1 },
    });
    expect(await probe()).toMatchObject({
      probe: 2,
      attempt: 2,
      failedProbes: 1,
      content: { id: first?.id },
    });
  });

  it('supersedes a probe that is unanswered', async () => {
    const webhookId = newId();
    await open(webhookId);
    const contents = await held(webhookId, 2);
    await probe();
    expect(await probe()).toMatchObject({ probe: 2, content: { id: contents[1]?.id } });
  });

  it('waits for a probe that is out, and no longer when delivery answers that it was cancelled', async () => {
    const patient = { ...breaker, probeWaitMs: 120_000 };
    const webhookId = newId();
    await open(webhookId);
    const [first, second] = await held(webhookId, 2);
    const sent = await probe(patient);
    expect(first && (await cancel(pool, scope, first.id))).toEqual({ kind: 'accepted' });
    expect(await sendProbes(pool, patient)).toBe(0);
    await apply([unsent(sent, { kind: 'cancelled' })]);
    expect(await probe(patient)).toMatchObject({ probe: 2, content: { id: second?.id } });
  });

  it.each(['rate-limited', 'lane-full'] as const)(
    'sends the next probe when there is room for it, where delivery had none: %s',
    async (reason) => {
      const webhookId = newId();
      await open(webhookId);
      await held(webhookId, 2);
      await apply([unsent(await probe(), { kind: 'defer', reason, at: Date.now() + 60_000 })]);
      expect(await sendProbes(pool, breaker)).toBe(0);
      await pool.query(`UPDATE history.webhook_state SET probe_due_at = probe_due_at - interval '1 minute'`);
      expect(await probe()).toMatchObject({ probe: 2 });
    },
  );

  it.each(['pause', 'own-pause'] as const)(
    'sends the probe again that a hold has put off, when that hold is over: %s',
    async (kind) => {
      const patient = { ...breaker, probeWaitMs: 120_000 };
      const webhookId = newId();
      await open(webhookId);
      const [only] = await held(webhookId, 1);
      const sent = await probe(patient);
      if (kind === 'own-pause') await pool.query('UPDATE history.webhook_state SET own_pause = 1');
      const hold = { kind, number: 1 };
      await apply([unsent(sent, { kind: 'defer', reason: reasonOfHold(hold), at: 1, hold })]);
      expect(only && (await show(only))?.heldBy).toEqual(hold);
      expect(await sendProbes(pool, patient)).toBe(0);
      await resume(webhookId, kind);
      await freeHeld(pool, 100);
      expect(await probe(patient)).toMatchObject({ probe: 2, content: { id: only?.id } });
    },
  );

  it('takes for a probe what a pause has kept, where nothing else was held', async () => {
    const webhookId = newId();
    await open(webhookId);
    expect(await sendProbes(pool, breaker)).toBe(0);
    const content = sampleContent({ webhookId });
    const hold = { kind: 'pause', number: 1 } as const;
    const putOff: NextStep = { kind: 'defer', reason: 'webhook-paused', at: 1, hold };
    await apply([
      seen(content),
      { id: content.id, content, facts: [{ kind: 'outcome', release: 1, next: putOff }] },
    ]);
    await resume(webhookId, 'pause');
    const sent = await probe();
    expect(sent).toMatchObject({ probe: 1, content: { id: content.id } });
    expect(await apply([answered(sent)])).toMatchObject({ effects: [{ webhookId, effect: 'closed' }] });
  });

  it.each(['blocked-target', 'no-access-token', 'not-sent'] as const)(
    'is not closed by a probe that did not reach the receiver, which is held again: %s',
    async (outcomeOfProbe) => {
      const webhookId = newId();
      await open(webhookId);
      const [first] = await held(webhookId, 3);
      const unreached = { ...failedProbe, outcome: outcomeOfProbe };
      expect(await apply([answered(await probe(), unreached)])).toMatchObject({ effects: [] });
      expect((await freeHeld(pool, 100)).freed).toBe(0);
      expect(first && (await show(first))?.releaseState).toBe('held-by-webhook');
      expect(await probe()).toMatchObject({ probe: 2, content: { id: first?.id } });
    },
  );

  it('is closed by its last probe, and not by one that was superseded', async () => {
    const webhookId = newId();
    await open(webhookId);
    await held(webhookId, 3);
    const superseded = await probe();
    const last = await probe();
    expect(await apply([answered(superseded)])).toMatchObject({ effects: [] });
    expect(await apply([answered(last)])).toMatchObject({ effects: [{ webhookId, effect: 'closed' }] });
  });

  it('sends a probe at once when its webhook was edited', async () => {
    const webhookId = newId();
    await open(webhookId);
    await held(webhookId, 1);
    await pool.query(`UPDATE history.webhook_state SET probe_due_at = now() + interval '5 minutes'`);
    expect(await sendProbes(pool, breaker)).toBe(0);
    await pool.query(
      `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number) VALUES ($1, 'edit', 2)`,
      [webhookId],
    );
    expect(await takeNotices(pool)).toBe(1);
    expect(await takeNotices(pool)).toBe(0);
    expect(await probe()).toMatchObject({ probe: 1 });
  });

  it('frees what it has kept when its webhook is disabled or deleted', async () => {
    const webhookId = newId();
    await open(webhookId);
    await held(webhookId, 5);
    await pool.query(
      `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number) VALUES ($1, 'breaker', 1)`,
      [webhookId],
    );
    await takeNotices(pool);
    await freeHeld(pool, 100);
    const released = await release();
    expect(released).toHaveLength(5);
    expect(released.filter((each) => each.probe !== undefined)).toEqual([]);
  });

  it('takes for a probe what is put off next, where nothing was held', async () => {
    const webhookId = newId();
    await open(webhookId);
    expect(await sendProbes(pool, breaker)).toBe(0);
    const [content] = await held(webhookId, 1);
    expect(await probe()).toMatchObject({ probe: 1, content: { id: content?.id } });
  });

  it('takes for a probe what becomes due next, where nothing was held', async () => {
    const webhookId = newId();
    const retried = sampleContent({ webhookId });
    const at = Date.now() + 300;
    await apply([seen(retried), attempt(retried, { ...overloaded, next: { kind: 'retry', at } })]);
    await open(webhookId);
    expect(await sendProbes(pool, breaker)).toBe(0);
    await eventually(async () => {
      expect(await release()).toEqual([]);
      expect(await show(retried)).toMatchObject({ releaseState: 'held-by-webhook' });
    });
    expect(await probe()).toMatchObject({ probe: 1, attempt: 2, content: { id: retried.id } });
  });

  it('keeps the slot of an ordered invocation that it holds, whose probe lets the next one go', async () => {
    const webhookId = newId();
    const queued = [sampleContent({ webhookId }), sampleContent({ webhookId })] as const;
    await apply(queued.map((content) => ordered(content, 'k')));
    const [first] = await release();
    expect(first?.content.id).toBe(queued[0].id);
    await open(webhookId);
    if (first !== undefined) await apply([answered(first, failedProbe)]);
    expect(await advanceSlots(pool)).toBe(0);
    expect(await release()).toEqual([]);
    expect((await Promise.all(queued.map(show))).map((each) => each?.releaseState)).toEqual([
      'held-by-webhook',
      'held',
    ]);
    const sent = await probe();
    expect(sent.content.id).toBe(queued[0].id);
    await apply([answered(sent)]);
    expect((await release()).map(({ content }) => content.id)).toEqual([queued[1].id]);
  });

  it('sends no probe while its webhook is paused, and one at once when it is resumed', async () => {
    const webhookId = newId();
    await open(webhookId);
    await held(webhookId, 2);
    await pool.query('UPDATE history.webhook_state SET own_pause = 1');
    expect(await sendProbes(pool, breaker)).toBe(0);
    await resume(webhookId, 'own-pause');
    expect(await probe()).toMatchObject({ probe: 1 });
  });

  it('has what it keeps skipped with the backlog of a pause, but not what comes later', async () => {
    const webhookId = newId();
    await open(webhookId);
    const before = await held(webhookId, 3);
    await pool.query('UPDATE history.webhook_state SET own_pause = 1');
    await resume(webhookId, 'own-pause', 'skip');
    const [later] = await held(webhookId, 1, 1, Date.now() + 60_000);
    while ((await freeHeld(pool, 100)).isMore);
    for (const content of before) expect(await show(content)).toMatchObject({ status: 'cancelled' });
    expect(later && (await show(later))).toMatchObject({ releaseState: 'held-by-webhook' });
    expect(await probe()).toMatchObject({ content: { id: later?.id } });
  });

  it('holds what names an opening that is over by the later one, when it is due', async () => {
    const webhookId = newId();
    await open(webhookId);
    await held(webhookId, 1);
    await apply([answered(await probe())]);
    await open(webhookId);
    const [late] = await held(webhookId, 1, 1);
    expect(late && (await show(late))).toMatchObject({ releaseState: 'scheduled', reason: 'backlog' });
    expect(await release()).toEqual([]);
    expect(late && (await show(late))?.heldBy).toEqual({ kind: 'breaker', number: 2 });
  });

  it('is opened by Retry-After, and names that', async () => {
    const webhookId = newId();
    const content = sampleContent({ webhookId });
    const asked = { ...overloaded, retryAfterAt: Date.now() + 60_000 };
    expect(await apply([seen(content), attempt(content, asked)])).toMatchObject({
      effects: [{ effect: 'opened' }],
    });
    expect(await sendProbes(pool, breaker)).toBe(0);
    const due = sampleContent({ webhookId });
    await apply([seen(due), attempt(due, { ...overloaded, next: { kind: 'retry', at: 1 } })]);
    expect(await release()).toEqual([]);
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
    await open(webhookId);
    const [first, second] = await held(webhookId, 2);
    if (first === undefined || second === undefined) throw new Error('nothing is held');
    expect(await retry(pool, scope, second.id)).toEqual({ kind: 'accepted' });
    expect(await retry(pool, scope, first.id)).toEqual({ kind: 'refused', reason: 'probe-out' });
    const [sent] = await release();
    expect(sent).toMatchObject({ probe: 1, content: { id: second.id } });
    if (sent === undefined) return;
    expect(await apply([answered(sent)])).toMatchObject({ effects: [{ effect: 'closed' }] });
  });
});

describe('a retry by hand while its webhook is paused', () => {
  it('is no probe: it waits for the end of the pause, and keeps no probe from going out then', async () => {
    const patient = { ...breaker, probeWaitMs: 120_000 };
    const webhookId = newId();
    await open(webhookId);
    const [kept] = await held(webhookId, 1);
    const ended = sampleContent({ webhookId, acceptedAt: Date.now() + 1_000 });
    await apply([seen(ended), attempt(ended, overloaded)]);
    await pool.query('UPDATE history.webhook_state SET own_pause = 1');
    expect(kept && (await retry(pool, scope, kept.id))).toEqual({
      kind: 'refused',
      reason: 'webhook-paused',
    });
    expect(await retry(pool, scope, ended.id)).toEqual({ kind: 'accepted' });
    expect(await release()).toEqual([]);
    expect((await show(ended))?.heldBy).toEqual({ kind: 'own-pause', number: 1 });
    await resume(webhookId, 'own-pause');
    expect(await probe(patient)).toMatchObject({ probe: 1, content: { id: kept?.id } });
  });
});

describe('slow start', () => {
  /** Closes the breaker of a webhook with so many invocations held. */
  async function closed(count: number, webhookId = newId()): Promise<string> {
    await open(webhookId);
    await held(webhookId, count + 1);
    await apply([answered(await probe())]);
    return webhookId;
  }

  it('releases one, then two, then four, each round when the one before has succeeded', async () => {
    await closed(20);
    const rounds: number[] = [];
    for (let round = 0; round < 4; round++) {
      await freeHeld(pool, 100);
      const released = await release();
      rounds.push(released.length);
      for (const each of released) expect(each.backlog).toBe(1);
      await freeHeld(pool, 100);
      expect(await release()).toEqual([]);
      await apply(released.map((each) => answered(each)));
    }
    expect(rounds).toEqual([1, 2, 4, 13]);
  });

  it.each([
    ['pause', 0],
    ['pause', 10],
    ['own-pause', 10],
  ] as const)(
    'widens as it releases what a hold has kept that was over while the breaker was open: %s, beside %i of the breaker',
    async (kind, others) => {
      const webhookId = newId();
      await open(webhookId);
      await held(webhookId, others);
      if (kind === 'own-pause') await pool.query('UPDATE history.webhook_state SET own_pause = 1');
      const hold = { kind, number: 1 };
      const putOff: NextStep = { kind: 'defer', reason: reasonOfHold(hold), at: 1, hold };
      const contents = Array.from({ length: 21 - others }, () => sampleContent({ webhookId }));
      await apply(
        contents.flatMap((content) => [
          seen(content),
          { id: content.id, content, facts: [{ kind: 'outcome', release: 1, next: putOff }] },
        ]),
      );
      await resume(webhookId, kind);
      await apply([answered(await probe())]);
      const rounds: number[] = [];
      for (let round = 0; round < 4; round++) {
        await freeHeld(pool, 100);
        const released = await release();
        rounds.push(released.length);
        await apply(released.map((each) => answered(each)));
      }
      expect(rounds).toEqual([1, 2, 4, 13]);
    },
  );

  it('widens up to the requests that its webhook takes at once, and feeds no more than a webhook works off soon', async () => {
    const tenantId = await insertTenant(pool, 'acme');
    const webhookId = await insertWebhook(pool, { tenantId, maxConcurrency: 3 });
    await closed(60, webhookId);
    const rounds: number[] = [];
    for (let round = 0; round < 4; round++) {
      await freeHeld(pool, 100);
      const released = await release();
      rounds.push(released.length);
      await apply(released.map((each) => answered(each)));
    }
    expect(rounds).toEqual([1, 2, 3, 30]);
  });

  it('opens again when half of a round has failed, and holds the rest', async () => {
    const webhookId = await closed(6);
    for (const failing of [false, true]) {
      await freeHeld(pool, 100);
      const released = await release();
      const result = await apply(released.map((each) => answered(each, failing ? overloaded : {})));
      expect(result).toMatchObject({ effects: failing ? [{ webhookId, effect: 'opened' }] : [] });
    }
    await freeHeld(pool, 100);
    expect(await release()).toEqual([]);
    expect(await probe()).toMatchObject({ probe: 2 });
  });
});
