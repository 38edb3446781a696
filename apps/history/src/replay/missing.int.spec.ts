import { randomBytes } from 'node:crypto';
import {
  invocationId,
  timeOrderedUuid,
  type AcceptedEvent,
  type EventAttributes,
  type TopicKey,
} from '@casewire/events';
import { findKnownIds, findPayload } from '@casewire/invocation-ledger';
import { ensureRunPartitions, recordStateChanges } from '@casewire/run-store';
import { dataUrlOf, insertEvents, insertTenant } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { batchOf, deliveryOf, deliveryRecord, prefix } from '../testing/records.ts';
import { anHourAgo, scope, useReplays } from '../testing/replay.fixture.ts';

const { pool } = useLedger({ per: 'test' });
const replays = useReplays(pool);
const { answer, cluster, recorder, replay, shown, takeDue } = replays;

beforeEach(async () => {
  await insertTenant(pool, scope.tenantId);
  for (const topic of ['accepted', 'deliveries', 'ordered'] as const) cluster.setEnd(topic, 0n);
});

/** Stored events of a type of the tenant's own, one millisecond after the other. */
async function stored(count: number, attributes: Partial<EventAttributes> = {}, data: object = {}) {
  const now = Date.now();
  const events = Array.from({ length: count }, (_, index): AcceptedEvent => {
    const acceptedAt = now - count + index;
    return {
      uid: timeOrderedUuid(acceptedAt, randomBytes(10)),
      acceptedAt,
      attributes: {
        id: `evt-${index}`,
        source: '/orders',
        type: 'order.created',
        time: new Date(acceptedAt).toISOString(),
        tenantid: scope.tenantId,
        environment: scope.environment,
        subject: 'order-1',
        ...attributes,
      },
      data: Buffer.from(JSON.stringify({ number: index, ...data })),
    };
  });
  await insertEvents(pool, events);
  return events;
}

const missing = (webhookId: string, body: object = {}) => replay(webhookId, { status: 'missing', ...body });
const range = (topic: TopicKey, to: bigint) => ({
  topic: `${prefix}${topic}.v1`,
  partition: 0,
  from: 0n,
  firstOffset: 0n,
  to,
});

/** Carries a replay on and delivers what it starts. @returns the ids of the events, in the order of their releases */
async function sentBy(rounds = replays.rounds()): Promise<string[]> {
  const sent: string[] = [];
  for (let idle = 0; idle < 4;) {
    await rounds.run();
    const due = await takeDue();
    sent.push(...due.map(({ delivery }) => delivery.eventId));
    await answer(due);
    idle = due.length === 0 ? idle + 1 : 0;
  }
  return sent;
}

describe('a replay of what is missing', () => {
  it('sends the events that a webhook has no invocation of, under the ids that matching would give', async () => {
    const events = await stored(5);
    const webhookId = await replays.webhook();
    const [first] = events;
    if (first === undefined) throw new Error('there is no event');
    const known = deliveryOf({
      webhookId,
      acceptedAt: first.acceptedAt,
      eventUid: first.uid,
      invocationId: invocationId(first, webhookId),
    });
    await recorder.record(batchOf([deliveryRecord(known)]));
    const begun = await missing(webhookId);
    expect(begun).toMatchObject({ status: 202, body: { count: 4 } });
    const rounds = replays.rounds();
    for (let round = 0; round < 3; round++) await rounds.run();
    const due = await takeDue();
    expect(due.map(({ delivery }) => [delivery.eventId, delivery.invocationId]).toSorted()).toEqual(
      events.slice(1).map((event) => [event.attributes.id, invocationId(event, webhookId)]),
    );
    await answer(due);
    await rounds.run();
    await rounds.run();
    expect(await shown(begun.body.id)).toMatchObject({
      state: 'finished',
      progress: { started: 4, delivered: 4 },
    });
    expect((await missing(webhookId)).body).toEqual({ id: null, count: 0 });
  });

  it('puts the address into thin bodies that matching would have put there', async () => {
    const [event] = await stored(1);
    if (event === undefined) throw new Error('there is no event');
    const webhookId = await replays.webhook({ format: 'thin' });
    await missing(webhookId);
    const rounds = replays.rounds();
    for (let round = 0; round < 3; round++) await rounds.run();
    const { body } = await findPayload(pool, invocationId(event, webhookId));
    expect(JSON.parse(String(body))).toMatchObject({
      dataUrl: dataUrlOf({ webhookId, eventUid: event.uid }),
    });
  });

  it('begins only when ingestion and matching have passed the events, and the ledger what matching made of them', async () => {
    await stored(2);
    const webhookId = await replays.webhook();
    cluster.setEnd('events', 2n);
    const { body } = await missing(webhookId);
    const rounds = replays.rounds();
    const isHeldBack = async () => {
      for (let round = 0; round < 3; round++) await rounds.run();
      expect(await takeDue()).toEqual([]);
      expect(await shown(body.id)).toMatchObject({ waitsForMatching: true, progress: { started: 0 } });
    };
    await isHeldBack();
    cluster.commit('ingestion', 'events', 1n);
    await isHeldBack();
    // Stored events are produced only now.
    cluster.setEnd('accepted', 2n);
    cluster.commit('ingestion', 'events', 2n);
    await isHeldBack();
    cluster.commit('matching', 'accepted', 1n);
    await isHeldBack();
    cluster.commit('matching', 'accepted', 2n);
    cluster.setEnd('deliveries', 1n);
    cluster.setEnd('ordered', 1n);
    await isHeldBack();
    await recorder.record(batchOf([], [range('deliveries', 1n)]));
    await isHeldBack();
    await recorder.record(batchOf([], [range('ordered', 1n)]));
    expect(await sentBy(rounds)).toHaveLength(2);
    expect(await shown(body.id)).toMatchObject({ waitsForMatching: false, state: 'finished' });
  });

  it('asks level, patterns, filter, type, subject and time', async () => {
    await stored(2, { type: 'order.cancelled' }, { amount: 5 });
    await stored(3, {}, { amount: 5 });
    await stored(1, { subject: 'order-2' }, { amount: 50 });
    await stored(1, { workflowdefinitionid: 'kyb' }, { amount: 50 });
    const all = await replays.webhook({ events: ['order.*'] });
    const dry = async (webhookId: string, body: object = {}) =>
      (await missing(webhookId, { dryRun: true, ...body })).body.count;
    expect(await dry(all)).toBe(7);
    expect(await dry(all, { eventType: 'order.created' })).toBe(5);
    expect(await dry(all, { subject: 'order-2' })).toBe(1);
    expect(await dry(all, { until: anHourAgo(), since: new Date(Date.now() - 9e6).toISOString() })).toBe(0);
    expect(await dry(await replays.webhook({ events: ['order.cancelled'] }))).toBe(2);
    expect(await dry(await replays.webhook({ definitionId: 'kyb' }))).toBe(1);
    const filtered = await replays.webhook({ filter: 'data.amount > `10`' });
    const { body } = await missing(filtered);
    expect(body.count).toBe(7);
    expect(await sentBy()).toHaveLength(2);
    expect(await shown(body.id)).toMatchObject({ state: 'finished', progress: { started: 2 } });
  });

  it('gives other webhooks nothing, and takes nothing from them', async () => {
    const [event] = await stored(1, { workflowdefinitionid: 'kyb' });
    if (event === undefined) throw new Error('there is no event');
    await pool.query(
      `UPDATE subscriptions.tenants SET settings = '{"subscriptionMerge": "override-per-event"}'`,
    );
    const customer = await replays.webhook();
    const definition = await replays.webhook({ definitionId: 'kyb' });
    await missing(customer);
    expect(await sentBy()).toEqual([]);
    await missing(definition);
    expect(await sentBy()).toEqual(['evt-0']);
    const ids = [customer, definition].map((webhookId) => invocationId(event, webhookId));
    expect([...(await findKnownIds(pool, ids))]).toEqual(ids.slice(1));
  });

  it('decides entries into states as matching has decided them', async () => {
    await ensureRunPartitions(pool, new Date());
    const run = { type: 'workflow.state.changed', workflowruntimeid: 'run-1' };
    const [first, second] = await stored(2, run, { state: 'done' });
    if (first === undefined || second === undefined) throw new Error('there are no events');
    await recordStateChanges(
      pool,
      [first, second].map(({ uid }) => ({
        ...scope,
        runId: 'run-1',
        eventUid: uid,
        state: 'done',
        previousState: undefined,
      })),
    );
    const webhookId = await replays.webhook({ stateNames: ['done'], format: 'standard' });
    await missing(webhookId);
    expect(await sentBy()).toEqual(['evt-0']);
  });

  it('shows what cannot be rendered as failed, with the reason', async () => {
    await stored(1, {}, { text: 'x'.repeat(1_100_000) });
    const webhookId = await replays.webhook();
    const { body } = await missing(webhookId);
    expect(await sentBy()).toEqual([]);
    expect(await shown(body.id)).toMatchObject({ state: 'finished', progress: { started: 1, failed: 1 } });
    const { rows } = await pool.query('SELECT status, reason FROM history.invocations');
    expect(rows).toEqual([{ status: 'failed', reason: 'body-too-large' }]);
  });

  it('keeps the order of the events for an ordered webhook, one at a time for each subject', async () => {
    await stored(4);
    const webhookId = await replays.webhook({ ordering: 'subject' });
    await missing(webhookId);
    expect(await sentBy()).toEqual(['evt-0', 'evt-1', 'evt-2', 'evt-3']);
  });

  it('starts each event once, whatever processes carry it on side by side', async () => {
    await stored(120);
    const webhookId = await replays.webhook();
    const { body } = await missing(webhookId);
    const processes = [replays.rounds(), replays.rounds()];
    const sent: string[] = [];
    for (let turn = 0; turn < 20; turn++) {
      await Promise.all(processes.map((rounds) => rounds.run()));
      const due = await takeDue();
      sent.push(...due.map(({ delivery }) => delivery.eventId));
      await answer(due);
    }
    expect(sent).toHaveLength(120);
    expect(new Set(sent).size).toBe(120);
    expect(await shown(body.id)).toMatchObject({ state: 'finished', progress: { delivered: 120 } });
  });

  it('is refused where it asks for events that are no longer kept, with the oldest possible time', async () => {
    const webhookId = await replays.webhook();
    const since = new Date(Date.now() - 9 * 86_400_000).toISOString();
    const refused = await missing(webhookId, { since });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [{ path: 'since' }], oldest: expect.any(String) },
    });
    expect((await missing(webhookId, { since: refused.body.oldest })).status).toBe(200);
    expect((await replay(webhookId, { since })).status).toBe(200);
  });
});
