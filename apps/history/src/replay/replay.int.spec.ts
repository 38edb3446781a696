import {
  findNextStep,
  findReplay,
  listInvocations,
  takeStep,
  type InvocationSummary,
} from '@casewire/invocation-ledger';
import { insertTenant } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { batchOf, deliveryOf, deliveryRecord, orderedRecord } from '../testing/records.ts';
import { anHourAgo, deliveriesOf, done, gaveUp, scope, useReplays } from '../testing/replay.fixture.ts';

const { pool } = useLedger({ per: 'test' });
const replays = useReplays(pool);
const { answer, call, ended, find, replay, shown, takeDue } = replays;

beforeEach(() => insertTenant(pool, scope.tenantId));

/** A webhook with failed invocations. */
async function broken(count: number, settings: object = {}) {
  const webhookId = await replays.webhook(settings);
  const failed = deliveriesOf(webhookId, count);
  await ended(gaveUp, failed);
  return { webhookId, failed };
}

async function invocationsOf(webhookId: string): Promise<readonly InvocationSummary[]> {
  const { rows } = await listInvocations(pool, scope, { webhookId }, { from: 'oldest', limit: 1_000 });
  return rows;
}

/** Lets a process carry replays on, and delivers what they start, until nothing is left to do. */
async function carryOn(rounds = replays.rounds()): Promise<number> {
  let delivered = 0;
  for (;;) {
    await rounds.run();
    const due = await takeDue();
    if (due.length === 0) break;
    await answer(due);
    delivered += due.length;
  }
  await rounds.run();
  return delivered;
}

describe('a replay', () => {
  it('sends what has failed again, and tells how far it is', async () => {
    const { webhookId, failed } = await broken(5);
    const begun = await replay(webhookId);
    expect(begun).toMatchObject({ status: 202, body: { count: 5 } });
    expect(await shown(begun.body.id)).toMatchObject({ state: 'running', progress: { started: 0 } });
    const rounds = replays.rounds();
    await rounds.run();
    const due = await takeDue();
    expect(due.map(({ delivery }) => [delivery.release, delivery.attempt])).toEqual(failed.map(() => [2, 2]));
    await answer(due.slice(0, 2));
    await answer(due.slice(2, 3), gaveUp);
    await answer(due.slice(3, 4), { kind: 'retry', at: Date.now() + 60_000 });
    await rounds.run();
    expect(await shown(begun.body.id)).toMatchObject({
      state: 'running',
      progress: { started: 5, waiting: 1, delivered: 2, failed: 1, retrying: 1, cancelled: 0 },
    });
    await answer(due.slice(4));
    await rounds.run();
    expect(await shown(begun.body.id)).toMatchObject({
      state: 'finished',
      count: 5,
      progress: { started: 5, waiting: 0, delivered: 3, failed: 1, retrying: 1 },
      endedAt: expect.any(String),
    });
    const [first] = failed;
    expect(await find(first ?? deliveryOf())).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('sends what blocks its subject again, and takes it for failed while it does', async () => {
    const blocks = { ...gaveUp, blocks: 'k' } as const;
    const webhookId = await replays.webhook({ ordering: 'subject', onGiveUp: 'block' });
    const [blocking = deliveryOf()] = deliveriesOf(webhookId, 1);
    await ended(blocks, [blocking]);
    expect(await find(blocking)).toMatchObject({ status: 'failed', releaseState: 'blocking' });
    const begun = await replay(webhookId);
    expect(begun).toMatchObject({ status: 202, body: { count: 1 } });
    const rounds = replays.rounds();
    await rounds.run();
    await answer(await takeDue(), blocks);
    await rounds.run();
    await rounds.run();
    expect(await shown(begun.body.id)).toMatchObject({
      state: 'finished',
      progress: { started: 1, waiting: 0, failed: 1, retrying: 0 },
    });
    expect(await find(blocking)).toMatchObject({ status: 'failed', releaseState: 'blocking', attempts: 2 });
  });

  it('with new ids sends what blocks its subject itself, and then the copies of that subject', async () => {
    const webhookId = await replays.webhook({ ordering: 'subject', onGiveUp: 'block' });
    const [delivered = deliveryOf(), blocking = deliveryOf()] = deliveriesOf(webhookId, 2);
    const ordered = [delivered, blocking].map((each) =>
      orderedRecord(each, { kind: 'ordered', orderingKey: 'k' }),
    );
    await replays.recorder.record(batchOf(ordered));
    await answer(await takeDue());
    await answer(await takeDue(), { kind: 'give-up', reason: 'retries-exhausted', blocks: 'k' });
    await pool.query(`UPDATE history.invocations SET last_attempt_at = now() - interval '1 second'`);
    expect((await replay(webhookId, { status: 'all', newIds: true })).body.count).toBe(2);
    const rounds = replays.rounds();
    await rounds.run();
    const first = await takeDue();
    expect(first.map(({ delivery }) => delivery.invocationId)).toEqual([blocking.invocationId]);
    await answer(first);
    const then = await takeDue();
    expect(then.map(({ delivery }) => delivery.copyOf)).toEqual([delivered.invocationId]);
    await answer(then);
    expect(await find(blocking)).toMatchObject({ status: 'delivered' });
  });

  it('counts, and begins nothing, as a dry run and where there is nothing', async () => {
    const { webhookId } = await broken(3);
    const dry = { status: 200, body: { id: null, count: 3 } };
    expect(await replay(webhookId, { dryRun: true })).toEqual(dry);
    const nothing = { status: 200, body: { id: null, count: 0 } };
    expect(await replay(webhookId, { eventType: 'other' })).toEqual(nothing);
    expect((await call('/v1/replays')).body.data).toEqual([]);
    expect(await carryOn()).toBe(0);
  });

  it('is the only one of its webhook: a second one is answered with the id of the first', async () => {
    const { webhookId } = await broken(2);
    const answers = await Promise.all([replay(webhookId), replay(webhookId), replay(webhookId)]);
    const begun = answers.filter(({ status }) => status === 202);
    expect(begun).toHaveLength(1);
    const [{ body: first } = { body: { id: null } }] = begun;
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => [body.code, body.id])).toEqual([
      ['already-exists', first.id],
      ['already-exists', first.id],
    ]);
    await carryOn();
    await ended(gaveUp, deliveriesOf(webhookId, 1));
    expect(await replay(webhookId)).toMatchObject({ status: 202, body: { count: 1 } });
  });

  it('leaves live traffic half of what the webhook takes, and goes on as outcomes come in', async () => {
    const { webhookId } = await broken(20, { maxConcurrency: 8 });
    await replay(webhookId);
    const rounds = replays.rounds();
    for (let round = 0; round < 3; round++) await rounds.run();
    const due = await takeDue();
    expect(due).toHaveLength(4);
    await answer(due.slice(0, 3));
    await rounds.run();
    expect(await takeDue()).toHaveLength(3);
  });

  it('starts nothing while its tenant has all the releases out that it may have', async () => {
    const { webhookId } = await broken(20);
    await replays.recorder.record(batchOf(deliveriesOf('wh-live', 12).map(deliveryRecord)));
    await replay(webhookId);
    await replays.rounds(16).run();
    expect(await takeDue()).toEqual([]);
    await replays.rounds(24).run();
    expect(await takeDue()).toHaveLength(6);
  });

  it('starts each invocation once, whatever processes carry it on side by side', async () => {
    const { webhookId, failed } = await broken(120);
    const { body } = await replay(webhookId);
    const processes = [replays.rounds(), replays.rounds(), replays.rounds()];
    let sent = 0;
    for (let turn = 0; turn < 20; turn++) {
      await Promise.all(processes.map((rounds) => rounds.run()));
      const due = await takeDue();
      await answer(due);
      sent += due.length;
    }
    expect(sent).toBe(failed.length);
    expect(await shown(body.id)).toMatchObject({
      state: 'finished',
      progress: { started: 120, delivered: 120 },
    });
    const attempts = (await invocationsOf(webhookId)).map((each) => each.attempts);
    expect(new Set(attempts)).toEqual(new Set([2]));
  });

  it('takes no step that another process has found too and taken before', async () => {
    const { webhookId } = await broken(3);
    const { body } = await replay(webhookId, { status: 'all' });
    const found = await findReplay(pool, scope, body.id ?? '');
    if (found === undefined) throw new Error('there is no replay');
    const step = await findNextStep(pool, found, 10);
    expect(await takeStep(pool, found, step)).toBe(true);
    await answer(await takeDue());
    expect(await takeStep(pool, found, step)).toBe(false);
    expect(await takeDue()).toEqual([]);
  });

  it('sends nothing twice where a restored ledger has forgotten how far it was', async () => {
    const { webhookId } = await broken(6);
    await replay(webhookId, { status: 'all' });
    await replays.rounds().run();
    await answer(await takeDue());
    await pool.query('UPDATE history.replays SET passed_seq = 0, started = 0');
    await pool.query('DELETE FROM history.replay_releases');
    expect(await carryOn()).toBe(0);
  });

  it('waits while it is paused, goes on when it is resumed, and ends when it is cancelled', async () => {
    const { webhookId } = await broken(4, { maxConcurrency: 2 });
    const { body } = await replay(webhookId);
    const path = `/v1/replays/${body.id ?? ''}`;
    const rounds = replays.rounds();
    await rounds.run();
    expect(await call(`${path}/pause`, {})).toMatchObject({ status: 200, body: { state: 'paused' } });
    await answer(await takeDue());
    await rounds.run();
    expect(await takeDue()).toEqual([]);
    expect(await shown(body.id)).toMatchObject({ state: 'paused', progress: { started: 1, delivered: 1 } });
    expect((await replay(webhookId)).status).toBe(409);
    expect(await call(`${path}/resume`, {})).toMatchObject({ body: { state: 'running' } });
    await rounds.run();
    const out = await takeDue();
    expect(out).toHaveLength(1);
    expect(await call(`${path}/cancel`, {})).toMatchObject({ body: { state: 'cancelled' } });
    await answer(out);
    await rounds.run();
    expect(await takeDue()).toEqual([]);
    expect(await shown(body.id)).toMatchObject({
      state: 'cancelled',
      progress: { started: 2, delivered: 2 },
    });
    expect(await call(`${path}/resume`, {})).toMatchObject({ status: 409, body: { code: 'invalid-state' } });
  });

  it('stops when its webhook is disabled, and waits while it is paused', async () => {
    const { webhookId } = await broken(3);
    const { body } = await replay(webhookId);
    const setStatus = (status: string) =>
      pool.query('UPDATE subscriptions.webhooks SET status = $2 WHERE id = $1', [webhookId, status]);
    const rounds = replays.rounds();
    await setStatus('paused');
    await rounds.run();
    expect(await takeDue()).toEqual([]);
    await setStatus('disabled');
    await rounds.run();
    expect(await shown(body.id)).toMatchObject({ state: 'cancelled', reason: 'webhook-disabled' });
    expect(await replay(webhookId)).toMatchObject({ status: 409, body: { reason: 'webhook-disabled' } });
  });

  it('is looked at less and less often while it stands still, and at once when it moves', async () => {
    const { webhookId } = await broken(2);
    await replay(webhookId);
    let now = 0;
    const rounds = replays.rounds(1_000, () => now);
    expect(await rounds.run()).toBe(100);
    const due = await takeDue();
    expect(await rounds.run()).toBe(100);
    now = 4_000;
    expect(await rounds.run()).toBe(1_000);
    await answer(due);
    now = 4_999;
    await rounds.run();
    const { data: [shownReplay] = [] } = (await call('/v1/replays')).body;
    expect(shownReplay?.progress).toMatchObject({ waiting: 2 });
    now = 5_000;
    expect(await rounds.run()).toBe(100);
    now = 5_001;
    await rounds.run();
    expect(await shown(shownReplay?.id)).toMatchObject({ state: 'finished' });
  });

  it('passes over one that another process is at work on', async () => {
    const [stuck, sound] = [await broken(2), await broken(2)];
    await replay(stuck.webhookId);
    const { body } = await replay(sound.webhookId);
    const rounds = replays.rounds();
    const holder = await pool.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM history.replays WHERE webhook_id = $1 FOR UPDATE', [stuck.webhookId]);
      await rounds.run();
      await answer(await takeDue());
      await rounds.run();
      expect(await shown(body.id)).toMatchObject({ progress: { delivered: 2 } });
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    expect(await carryOn(rounds)).toBe(2);
  });
});

describe('what is sent again', () => {
  it('is what the filter chooses, of this webhook alone', async () => {
    const webhookId = await replays.webhook();
    const other = await replays.webhook();
    const now = Date.now();
    const old = deliveryOf({ webhookId, acceptedAt: now - 7_200_000 });
    const typed = deliveryOf({ webhookId, eventType: 'a.b' });
    const subject = deliveryOf({ webhookId, subject: 's-1' });
    const delivered = deliveryOf({ webhookId });
    await ended(gaveUp, [old, typed, subject, ...deliveriesOf(other, 2)]);
    await ended({ kind: 'give-up', reason: 'too-old' }, [deliveryOf({ webhookId })]);
    await ended(done, [delivered]);
    const count = async (body: object) => (await replay(webhookId, { dryRun: true, ...body })).body.count;
    expect(await count({})).toBe(3);
    expect(await count({ status: 'all' })).toBe(4);
    expect(await count({ since: new Date(now - 9_000_000).toISOString() })).toBe(4);
    expect(
      await count({
        since: new Date(now - 9_000_000).toISOString(),
        until: new Date(now - 6_000_000).toISOString(),
      }),
    ).toBe(1);
    expect(await count({ eventType: 'a.b' })).toBe(1);
    expect(await count({ subject: 's-1' })).toBe(1);
    expect(await count({ reason: 'too-old' })).toBe(1);
  });

  it('is not what waits, what came later, or what has no body; a delivered one keeps its status', async () => {
    const webhookId = await replays.webhook();
    const delivered = deliveryOf({ webhookId });
    const waiting = deliveryOf({ webhookId });
    const refused = deliveryOf({ webhookId });
    await ended(done, [delivered]);
    await ended({ kind: 'retry', at: Date.now() + 60_000 }, [waiting]);
    await replays.recorder.record(
      batchOf([orderedRecord(refused, { kind: 'failed', reason: 'body-too-large' })]),
    );
    expect((await replay(webhookId, { status: 'all' })).body.count).toBe(1);
    await ended(gaveUp, deliveriesOf(webhookId, 1));
    const rounds = replays.rounds();
    await rounds.run();
    const due = await takeDue();
    expect(due.map(({ delivery }) => delivery.invocationId)).toEqual([delivered.invocationId]);
    await answer(due, gaveUp);
    await rounds.run();
    expect(await find(delivered)).toMatchObject({ status: 'delivered', attempts: 2 });
    const [shownReplay] = (await call(`/v1/replays?webhook=${webhookId}`)).body.data ?? [];
    expect(shownReplay?.progress).toMatchObject({ delivered: 0, failed: 1 });
  });

  it('is what was cancelled too, although delivery was told not to send it', async () => {
    const webhookId = await replays.webhook();
    const [cancelled] = deliveriesOf(webhookId, 1);
    await ended({ kind: 'retry', at: Date.now() + 60_000 }, cancelled ? [cancelled] : []);
    expect((await call(`/v1/webhooks/${webhookId}/cancel`, { since: anHourAgo() })).body.count).toBe(1);
    await replay(webhookId, { status: 'all' });
    await replays.rounds().run();
    expect(await takeDue()).toHaveLength(1);
    expect((await pool.query('SELECT 1 FROM history.cancellations')).rows).toEqual([]);
  });

  it('is a copy under a new id where that is asked for, once, and no copy of a copy', async () => {
    const { webhookId, failed } = await broken(3);
    expect((await replay(webhookId, { newIds: true })).body.count).toBe(3);
    const rounds = replays.rounds();
    await rounds.run();
    const due = await takeDue();
    const copies = due.map(({ delivery }) => [delivery.copyOf, delivery.release, delivery.attempt]);
    expect(copies.toSorted()).toEqual(failed.map(({ invocationId }) => [invocationId, 1, 1]));
    await answer(due, gaveUp);
    expect(await carryOn(rounds)).toBe(0);
    const originals = failed.map(({ invocationId }) => invocationId);
    const shownCopies = (await invocationsOf(webhookId)).flatMap(({ copyOf }) => copyOf ?? []);
    expect(shownCopies.toSorted()).toEqual(originals);
    for (const original of failed)
      expect(await find(original)).toMatchObject({ status: 'failed', attempts: 1 });
    expect((await replay(webhookId, { newIds: true })).body.count).toBe(3);
    expect(await carryOn(rounds)).toBe(3);
  });

  it('keeps its order and its slot where the webhook is ordered', async () => {
    const webhookId = await replays.webhook({ ordering: 'subject' });
    const ordered = deliveriesOf(webhookId, 3);
    const records = ordered.map((each) => orderedRecord(each, { kind: 'ordered', orderingKey: 'k' }));
    await replays.recorder.record(batchOf(records));
    for (let each = 0; each < 3; each++) await answer(await takeDue(), gaveUp);
    // Attempts that a clock behind the ledger's has timed count as made before the request.
    await pool.query(`UPDATE history.invocations SET last_attempt_at = now() - interval '1 second'`);
    expect((await replay(webhookId)).body.count).toBe(3);
    const sent: string[] = [];
    const rounds = replays.rounds();
    for (let turn = 0; turn < 4; turn++) {
      await rounds.run();
      const due = await takeDue();
      expect(due.length).toBeLessThanOrEqual(1);
      sent.push(...due.map(({ delivery }) => delivery.invocationId));
      await answer(due);
    }
    expect(sent).toEqual(ordered.map(({ invocationId }) => invocationId));
  });
});

describe('the paths of replays', () => {
  it('know nothing of those of another tenant or environment', async () => {
    const { webhookId } = await broken(1);
    const { body } = await replay(webhookId);
    const wanted = { since: anHourAgo(), status: 'failed' };
    for (const as of [{ tenantId: 'other' }, { environment: 'production' as const }]) {
      for (const [path, posted] of [
        [`/v1/webhooks/${webhookId}/replay`, wanted],
        [`/v1/webhooks/${webhookId}/cancel`, { since: anHourAgo() }],
        [`/v1/replays/${body.id ?? ''}`, undefined],
        [`/v1/replays/${body.id ?? ''}/cancel`, {}],
        [`/v1/replays?after=${body.id ?? ''}`, undefined],
      ] as const) {
        expect([path, (await call(path, posted, as)).status]).toEqual([path, 404]);
      }
      expect((await call('/v1/replays', undefined, as)).body.data).toEqual([]);
    }
    const reader = { scopes: ['read'] as const };
    expect((await call(`/v1/webhooks/${webhookId}/replay`, wanted, reader)).status).toBe(403);
    expect((await call(`/v1/replays/${body.id ?? ''}/pause`, {}, reader)).status).toBe(403);
    expect((await call(`/v1/replays/${body.id ?? ''}`, undefined, reader)).status).toBe(200);
  });

  it('list them newest first, page by page', async () => {
    const ids: (string | null | undefined)[] = [];
    for (let each = 0; each < 3; each++) {
      const { webhookId } = await broken(1);
      ids.unshift((await replay(webhookId)).body.id);
    }
    const first = await call('/v1/replays?limit=2');
    expect(first.body.data?.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await call(`/v1/replays?limit=2&after=${ids[1] ?? ''}`);
    expect(second.body.data?.map(({ id }) => id)).toEqual(ids.slice(2));
  });

  it('refuse a replay of too many webhooks, also where all are asked for at once', async () => {
    const webhookIds: string[] = [];
    for (let each = 0; each < 23; each++) webhookIds.push((await broken(1)).webhookId);
    const answers = await Promise.all(webhookIds.map((webhookId) => replay(webhookId)));
    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused).toHaveLength(3);
    for (const each of refused) expect(each).toMatchObject({ status: 409, body: { code: 'limit-reached' } });
  });
});
