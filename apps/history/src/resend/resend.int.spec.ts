import { randomBytes } from 'node:crypto';
import { listEntries } from '@casewire/audit';
import {
  timeOrderedUuid,
  uuidTimestampMs,
  type AcceptedEvent,
  type DeliveryMetadata,
} from '@casewire/events';
import { IdempotencyStore } from '@casewire/idempotency';
import { findPayload } from '@casewire/invocation-ledger';
import { dataUrlOf, insertEvents, insertTenant, insertWebhook } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createIdempotencyStore } from '../change-invocations/invocation-changer.ts';
import { attemptOf, attemptRecord, batchOf, body, deliveryOf, deliveryRecord } from '../testing/records.ts';
import { done, scope, useReplays } from '../testing/replay.fixture.ts';
import { ResendController } from './resend.controller.ts';
import { Resender } from './resender.ts';

const { pool } = useLedger({ per: 'test' });
const { recorder, ended, takeDue, answer, find } = useReplays(pool);
let wakeUps = 0;
const callAs = useControllers({
  controllers: [ResendController],
  providers: [
    {
      provide: Resender,
      useValue: new Resender({
        pool,
        beginning: { maxBodyBytes: 1_000_000, dataUrlOf },
        delivery: { post: () => Promise.reject(new Error('delivery is asked for previews alone')) },
        onScheduled: () => (wakeUps += 1),
      }),
    },
    { provide: IdempotencyStore, useValue: createIdempotencyStore(pool) },
  ],
});

beforeEach(async () => {
  wakeUps = 0;
  await insertTenant(pool, scope.tenantId);
});

interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>> & { readonly id: string };
}

async function resend(id: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await callAs(
    `/v1/invocations/${id}/resend`,
    {},
    { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', ...headers } },
  );
  return { status: response.status, json: (await response.json()) as Answer['json'] };
}

/** A stored event of a type of the tenant's own, and its delivery to a webhook, which is not recorded yet. */
async function eventFor(webhookId: string, data: unknown = { amount: 1 }): Promise<DeliveryMetadata> {
  const acceptedAt = Date.now();
  const event: AcceptedEvent = {
    uid: timeOrderedUuid(acceptedAt, randomBytes(10)),
    acceptedAt,
    attributes: {
      ...{ id: 'evt-1', source: '/orders', type: 'order.created', subject: 'order-1' },
      ...{ time: new Date(acceptedAt).toISOString(), tenantid: scope.tenantId, environment: 'sandbox' },
    },
    data: Buffer.from(JSON.stringify(data)),
  };
  await insertEvents(pool, [event]);
  const ids = { webhookId, eventUid: event.uid, acceptedAt };
  return deliveryOf({ ...ids, family: 'own', eventType: 'order.created', subject: 'order-1' });
}

const webhook = (given: object = {}) => insertWebhook(pool, { tenantId: scope.tenantId, ...given });
const bodyOf = async (id: string) => String((await findPayload(pool, id)).body);

describe('POST /v1/invocations/{id}/resend', () => {
  it('sends what the settings of today make of the event, under a new id that names the old one', async () => {
    const delivery = await eventFor(await webhook({ format: 'thin' }));
    const { invocationId: old } = delivery;
    await ended(done, [delivery]);
    const { status, json } = await resend(old);
    expect(status).toBe(202);
    expect(json).toMatchObject({ copyOf: old, status: 'pending', attempts: 0, eventUid: delivery.eventUid });
    expect(json.id).not.toBe(old);
    // Copies stand where their event stands: by its time.
    expect(uuidTimestampMs(json.id)).toBe(uuidTimestampMs(old));
    expect(JSON.parse(await bodyOf(json.id))).toMatchObject({ type: 'order.created', invocationId: json.id });
    expect(await bodyOf(old)).toBe(body.toString());
    expect(wakeUps).toBe(1);
    const due = await takeDue();
    expect(due.map(({ delivery: out }) => [out.invocationId, out.copyOf, out.attempt])).toEqual([
      [json.id, old, 1],
    ]);
    await answer(due);
    expect(await find({ invocationId: json.id })).toMatchObject({ status: 'delivered', copyOf: old });
    expect(await find(delivery)).toMatchObject({ status: 'delivered', attempts: 1 });
    const { rows } = await listEntries(
      pool,
      { action: 'invocation.resent' },
      { limit: 9, order: 'asc' as const },
    );
    expect(rows).toMatchObject([
      { resource: `invocations/${old}`, changed: [{ member: 'resentAs', after: json.id }] },
    ]);
  });

  it('is done once for an Idempotency-Key', async () => {
    const delivery = await eventFor(await webhook());
    await ended(done, [delivery]);
    const first = await resend(delivery.invocationId, { 'idempotency-key': 'k' });
    const second = await resend(delivery.invocationId, { 'idempotency-key': 'k' });
    expect([second.status, second.json.id]).toEqual([202, first.json.id]);
    expect(await takeDue()).toHaveLength(1);
  });

  it('waits for its slot where the webhook is ordered', async () => {
    const webhookId = await webhook({ ordering: 'subject' });
    const first = await eventFor(webhookId);
    await ended(done, [first]);
    const { json: one } = await resend(first.invocationId);
    const { json: two } = await resend(first.invocationId);
    expect(two).toMatchObject({ status: 'held', heldBy: { kind: 'predecessor' } });
    const due = await takeDue();
    expect(due.map(({ delivery }) => delivery.invocationId)).toEqual([one.id]);
    await answer(due);
    expect((await takeDue()).map(({ delivery }) => delivery.invocationId)).toEqual([two.id]);
  });

  it('is refused for one that blocks its subject: the new one would wait behind it', async () => {
    const webhookId = await webhook({ ordering: 'subject', onGiveUp: 'block' });
    const delivery = await eventFor(webhookId);
    const next = { kind: 'give-up', reason: 'retries-exhausted', blocks: 'order-1' } as const;
    const attempt = attemptOf({ outcome: 'rejected', responseCode: 400 });
    await recorder.record(batchOf([deliveryRecord(delivery), attemptRecord(delivery, next, attempt)]));
    const { status, json } = await resend(delivery.invocationId);
    expect([status, json['code'], json['reason']]).toEqual([409, 'invalid-state', 'blocking']);
  });

  it.each<[string, object, unknown, string, RegExp]>([
    ['its filter', { filter: 'data.amount > `5`' }, { amount: 1 }, 'nothing-to-send', /filter/],
    ['its types', { events: ['order.paid'] }, {}, 'nothing-to-send', /not among its events/],
    [
      'a placeholder',
      { contextPlaceholders: ['gone'] },
      {},
      'nothing-to-send',
      /unknown-placeholder: \{gone\}/,
    ],
    ['its status', { status: 'disabled' }, {}, 'webhook-disabled', /set its `status`/],
    ['its deletion', { deletedAt: new Date() }, {}, 'webhook-gone', /deleted/],
  ])('is refused where today the webhook gets nothing, by %s', async (_what, given, data, reason, detail) => {
    const delivery = await eventFor(await webhook(given), data);
    await ended(done, [delivery]);
    const { status, json } = await resend(delivery.invocationId);
    expect([status, json['code'], json['reason']]).toEqual([409, 'invalid-state', reason]);
    expect(json['detail']).toMatch(detail);
    expect(await takeDue()).toEqual([]);
  });

  it('is refused when the event is gone', async () => {
    const delivery = deliveryOf({ webhookId: await webhook() });
    await ended(done, [delivery]);
    const { status, json } = await resend(delivery.invocationId);
    expect([status, json['code']]).toEqual([409, 'event-expired']);
  });

  it('shows bodies only to those who may see payloads', async () => {
    const delivery = await eventFor(await webhook());
    await ended(done, [delivery]);
    const response = await callAs(
      `/v1/invocations/${delivery.invocationId}/resend`,
      { scopes: ['read', 'replay'] },
      { method: 'POST', body: '{"dryRun":true}', headers: { 'content-type': 'application/json' } },
    );
    expect([response.status, ((await response.json()) as Answer['json'])['code']]).toEqual([
      403,
      'missing-scope',
    ]);
  });
});
