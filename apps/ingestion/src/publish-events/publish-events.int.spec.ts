import { randomBytes } from 'node:crypto';
import { inTransaction, type PoolClient } from '@casewire/database';
import { timeOrderedUuid } from '@casewire/events';
import { findRejectedEvent, insertRejectedEvents } from '@casewire/event-store';
import { IdempotencyStore, plainAnswers, type Row } from '@casewire/idempotency';
import type { OutgoingRecord } from '@casewire/kafka';
import { insertEventType, insertTenant } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventJudge } from '../admission/event-judge.ts';
import { TenantDirectory } from '../admission/tenant-directory.ts';
import { RepublishController } from '../republish-events/republish.controller.ts';
import { Republisher } from '../republish-events/republisher.ts';
import { EventPublisher } from './event-publisher.ts';
import { PublishEventsController } from './publish-events.controller.ts';

const internalKey = 'k'.repeat(32);
const maxEventBytes = 10_000;
const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

let produced: OutgoingRecord[];
/** Fails the next produce request. */
let failure: Error | undefined;

const { pool } = useDatabase();
const producer = {
  sendAll: (records: readonly OutgoingRecord[]) => {
    if (failure !== undefined) return Promise.reject(failure);
    produced.push(...records);
    return Promise.resolve();
  },
};
const judge = new EventJudge(new TenantDirectory(pool), maxEventBytes);
const publisher = new EventPublisher({ topicPrefix: 't.', internalKey }, { pool, producer, judge });
const idempotency = new IdempotencyStore<PoolClient>('ingestion', plainAnswers, {
  run: (work) => inTransaction(pool, work),
  query: async (client, statement, values) => (await client.query<Row>(statement, [...values])).rows,
});
const callAs = useControllers({
  controllers: [PublishEventsController, RepublishController],
  providers: [
    { provide: EventPublisher, useValue: publisher },
    { provide: Republisher, useValue: new Republisher({ pool, publisher, maxEventBytes }) },
    { provide: IdempotencyStore, useValue: idempotency },
  ],
});

beforeAll(async () => {
  await insertTenant(pool, 'acme');
  await insertEventType(pool, 'acme', 'claim.paid');
});

beforeEach(() => {
  produced = [];
  failure = undefined;
});

async function post(path: string, headers: Record<string, string>, body: string) {
  const answer = await callAs(path, { scopes: ['write'] }, { method: 'POST', headers, body });
  const isRepeated = answer.headers.get('idempotency-replayed') === 'true';
  return { status: answer.status, body: await answer.json(), isRepeated };
}

const binary = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': 'e-1',
  'ce-source': '/claims',
  'ce-type': 'claim.paid',
};

describe('POST /v1/events with an Idempotency-Key', () => {
  it('produces an event once, and answers alike', async () => {
    const headers = { ...binary, 'idempotency-key': 'once' };
    const first = await post('/v1/events', headers, '{}');
    expect(first).toMatchObject({ status: 202, body: { accepted: [{ id: 'e-1' }] }, isRepeated: false });
    expect(await post('/v1/events', headers, '{}')).toEqual({ ...first, isRepeated: true });
    expect(produced).toHaveLength(1);
  });

  it('is another request where an attribute is another', async () => {
    const headers = { ...binary, 'idempotency-key': 'attributes' };
    await post('/v1/events', headers, '{}');
    const other = await post('/v1/events', { ...headers, 'ce-id': 'e-2' }, '{}');
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(produced).toHaveLength(1);
  });

  it('keeps the answer of a batch that was accepted in part', async () => {
    const headers = {
      'content-type': 'application/cloudevents-batch+json',
      'idempotency-key': 'batch',
    };
    const event = { specversion: '1.0', id: 'e-3', source: '/claims', type: 'claim.paid', data: {} };
    const batch = JSON.stringify([event, { ...event, type: 'unknown' }]);
    const first = await post('/v1/events', headers, batch);
    expect(first.body).toMatchObject({ accepted: [{ id: 'e-3' }], rejected: [{ index: 1 }] });
    expect(await post('/v1/events', headers, batch)).toEqual({ ...first, isRepeated: true });
    expect(produced).toHaveLength(1);
  });

  it('keeps no answer of an event that was rejected, or not produced', async () => {
    const headers = { ...binary, 'idempotency-key': 'failed' };
    expect((await post('/v1/events', { ...headers, 'ce-type': 'unknown' }, '{}')).status).toBe(422);
    failure = new Error('not now');
    expect((await post('/v1/events', headers, '{}')).status).toBe(500);
    failure = undefined;
    expect(await post('/v1/events', headers, '{}')).toMatchObject({ status: 202, isRepeated: false });
  });
});

describe('POST /v1/rejected-events/{id}/republish with an Idempotency-Key', () => {
  it('publishes once, and answers alike', async () => {
    const id = timeOrderedUuid(Date.now(), randomBytes(10));
    await insertRejectedEvents(pool, [
      {
        id,
        ...scope,
        reason: 'invalid-data',
        path: '',
        message: '',
        origin: { topic: 't.events.v1', partition: 0, offset: 0n },
        key: null,
        headers: { 'content-type': 'application/cloudevents+json' },
        value: Buffer.from(
          JSON.stringify({ specversion: '1.0', id: 'e-4', source: '/claims', type: 'claim.paid', data: {} }),
        ),
        truncated: false,
        rejectedAt: new Date(),
      },
    ]);
    const republish = () =>
      post(
        `/v1/rejected-events/${id}/republish`,
        { 'content-type': 'application/json', 'idempotency-key': 'again' },
        '{}',
      );
    const first = await republish();
    expect(first).toMatchObject({ status: 202, body: { id: 'e-4' }, isRepeated: false });
    const { republishedAt } = (await findRejectedEvent(pool, scope, id)) ?? {};
    expect(await republish()).toEqual({ ...first, isRepeated: true });
    expect(produced).toHaveLength(1);
    expect((await findRejectedEvent(pool, scope, id))?.republishedAt).toEqual(republishedAt);
  });
});
