import { eventUid, identityHash, openReceipt, RECEIPT_HEADER } from '@casewire/events';
import { acceptEvents, findRejectedEvent } from '@casewire/event-store';
import { IdempotencyStore, plainAnswers, poolTransactions } from '@casewire/idempotency';
import type { OutgoingRecord } from '@casewire/kafka';
import { insertEventType, insertTenant } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventJudge } from '../admission/event-judge.ts';
import { TenantDirectory } from '../admission/tenant-directory.ts';
import { RepublishController } from '../republish-events/republish.controller.ts';
import { insertRejected } from '../republish-events/rejected-events.fixture.ts';
import { Republisher } from '../republish-events/republisher.ts';
import { EventPublisher } from './event-publisher.ts';
import { PublishEventsController } from './publish-events.controller.ts';
import { PublishLimits } from './publish-limits.ts';

const internalKey = 'k'.repeat(32);
const maxEventBytes = 10_000;
const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

let produced: OutgoingRecord[];
/** `publishPerSecond` of the tenants that have it. */
const rates: Partial<Record<string, number>> = { slow: 2 };
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
const idempotency = new IdempotencyStore('ingestion', plainAnswers, poolTransactions(pool));
const callAs = useControllers({
  controllers: [PublishEventsController, RepublishController],
  providers: [
    { provide: EventPublisher, useValue: publisher },
    {
      provide: PublishLimits,
      useValue: new PublishLimits((tenantId) => Promise.resolve(rates[tenantId] ?? null)),
    },
    { provide: Republisher, useValue: new Republisher({ pool, publisher, maxEventBytes }) },
    { provide: IdempotencyStore, useValue: idempotency },
  ],
});

beforeAll(async () => {
  for (const tenantId of ['acme', 'slow', 'globex']) {
    await insertTenant(pool, tenantId);
    await insertEventType(pool, tenantId, 'claim.paid');
  }
});

beforeEach(() => {
  produced = [];
  failure = undefined;
});

async function post(path: string, headers: Record<string, string>, body: string, tenantId = 'acme') {
  const answer = await callAs(path, { scopes: ['write'], tenantId }, { method: 'POST', headers, body });
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
    const event = { specversion: '1.0', id: 'e-4', source: '/claims', type: 'claim.paid', data: {} };
    const id = await insertRejected(pool, JSON.stringify(event));
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

describe('POST /v1/events of one event, many times at once', () => {
  it('answers each with the uid that the event gets, whichever of the records is processed first', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        post('/v1/events', { ...binary, 'ce-id': 'raced', 'ce-subject': String(index) }, '{}'),
      ),
    );
    const uids = new Set(
      answers.map(({ body }) => (body as { accepted: { uid: string }[] }).accepted[0]?.uid),
    );
    expect([answers.every(({ status }) => status === 202), uids.size]).toEqual([true, 1]);
    const identity = identityHash({ ...scope, source: '/claims', id: 'raced' });
    const attributes = {
      ...{ id: 'raced', source: '/claims', type: 'claim.paid', time: new Date().toISOString() },
      ...{ tenantid: scope.tenantId, environment: scope.environment },
    };
    const claims = await acceptEvents(
      pool,
      produced.toReversed().map(({ headers }, index) => {
        const acceptedAt = openReceipt(String(headers?.[RECEIPT_HEADER]), identity, internalKey) ?? NaN;
        return {
          identity,
          acceptedAt,
          origin: { topic: 't.events.v1', partition: 0, offset: BigInt(index) },
          event: { attributes, data: Buffer.from('{}') },
        };
      }),
    );
    const [first, ...others] = claims;
    expect(first?.kind).toBe('owner');
    expect(others.every(({ kind }) => kind === 'duplicate')).toBe(true);
    expect([...uids]).toEqual([eventUid(identity, first?.acceptedAt ?? NaN)]);
  });
});

describe('POST /v1/events of several tenants at once', () => {
  it('answers each request for itself, and produces what was accepted', async () => {
    const posts = ['acme', 'globex', 'nobody'].flatMap((tenantId) =>
      Array.from({ length: 20 }, (_, index) => {
        const type = index % 5 === 0 ? 'unknown' : 'claim.paid';
        const headers = { ...binary, 'ce-id': `${tenantId}-${index}`, 'ce-type': type };
        const isAccepted = type === 'claim.paid' && tenantId !== 'nobody';
        return {
          id: headers['ce-id'],
          tenantId,
          isAccepted,
          answer: post('/v1/events', headers, '{}', tenantId),
        };
      }),
    );
    for (const { id, isAccepted, answer } of posts) {
      expect(await answer).toMatchObject(
        isAccepted
          ? { status: 202, body: { accepted: [{ id }], rejected: [] } }
          : { status: 422, body: { code: 'event-rejected' } },
      );
    }
    const accepted = posts.filter(({ isAccepted }) => isAccepted).map(({ id }) => id);
    expect(produced.map(({ headers }) => headers?.['ce_id']).toSorted()).toEqual(accepted.toSorted());
  });
});

describe('POST /v1/events of a tenant with publishPerSecond', () => {
  it('takes a batch above the rate whole, and then answers 429 with the seconds to wait', async () => {
    const batchType = { 'content-type': 'application/cloudevents-batch+json' };
    const event = { specversion: '1.0', source: '/claims', type: 'claim.paid', data: {} };
    const batch = JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ ...event, id: String(id) })));
    expect(await post('/v1/events', batchType, batch, 'slow')).toMatchObject({ status: 202 });
    expect(produced).toHaveLength(20);
    const refused = await callAs(
      '/v1/events',
      { scopes: ['write'], tenantId: 'slow' },
      { method: 'POST', headers: binary, body: '{}' },
    );
    expect([refused.status, await refused.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'too-many-requests', publishPerSecond: 2 }),
    ]);
    const seconds = Number(refused.headers.get('retry-after'));
    expect([seconds > 0, seconds <= 10]).toEqual([true, true]);
    expect(produced).toHaveLength(20);
    expect(await post('/v1/events', batchType, batch)).toMatchObject({ status: 202 });
  });
});
