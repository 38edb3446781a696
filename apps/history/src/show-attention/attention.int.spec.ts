import { insertRejectedEvents, type RejectedEvent } from '@casewire/event-store';
import { timeOrderedUuid } from '@casewire/events';
import { IdempotencyStore } from '@casewire/idempotency';
import type { Identity } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { insertTenant, insertWebhook } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { ChangeInvocationsController } from '../change-invocations/change-invocations.controller.ts';
import { createIdempotencyStore, InvocationChanger } from '../change-invocations/invocation-changer.ts';
import { FailureGroups } from '../failures/failure-groups.ts';
import { FailuresController } from '../failures/failures.controller.ts';
import { Replayer } from '../replay/replayer.ts';
import { breakerLimits, createRecorder } from '../testing/history.fixture.ts';
import {
  attemptOf,
  attemptRecord,
  batchOf,
  deliveryOf,
  deliveryRecord,
  orderedRecord,
} from '../testing/records.ts';
import { AttentionReader } from './attention-reader.ts';
import type { attentionSchema } from './attention-view.ts';
import { AttentionController } from './attention.controller.ts';

type Answer = z.infer<typeof attentionSchema>;

const { pool } = useLedger({ per: 'test' });
const recorder = createRecorder(pool);
const lines: string[] = [];
const logger = createLogger({
  ...{ name: 'spec', level: 'info' },
  destination: { write: (line) => void lines.push(line) },
});
const replayer = new Replayer({ pool, eventRetentionDays: 7, onChanged: () => undefined });
const callAs = useControllers({
  controllers: [AttentionController, ChangeInvocationsController, FailuresController],
  providers: [
    { provide: FailureGroups, useValue: new FailureGroups(pool, replayer) },
    { provide: AttentionReader, useValue: new AttentionReader(pool, logger) },
    { provide: InvocationChanger, useValue: new InvocationChanger(breakerLimits, () => undefined) },
    { provide: IdempotencyStore, useValue: createIdempotencyStore(pool) },
  ],
});
beforeEach(async () => {
  lines.length = 0;
  for (const tenant of ['acme', 'globex']) await insertTenant(pool, tenant);
});

/** Undefined members take away what callers have by default. */
type Caller = { readonly [Name in keyof Identity]?: Identity[Name] | undefined };

async function attention(as: Caller = {}): Promise<Answer> {
  const response = await callAs('/v1/attention', as as Partial<Identity>);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

function webhookAt(url: string, given: object = {}): Promise<string> {
  return insertWebhook(pool, { tenantId: 'acme', url, ...given });
}

/** Three invocations of a webhook fail, and are to be tried again. */
async function fail(webhookId: string, responseCode: number, tenantId = 'acme'): Promise<void> {
  const deliveries = Array.from({ length: 3 }, () => deliveryOf({ webhookId, tenantId }));
  const attempt = () => attemptOf({ outcome: 'rejected', responseCode });
  await recorder.record(
    batchOf(
      deliveries.flatMap((each) => [
        deliveryRecord(each),
        attemptRecord(each, { kind: 'retry', at: Date.now() + 60_000 }, attempt()),
      ]),
    ),
  );
}

/** An invocation comes to wait for a hold. */
async function hold(webhookId: string, kind: 'pause' | 'breaker'): Promise<string> {
  const delivery = deliveryOf({ webhookId });
  const reason = kind === 'pause' ? 'webhook-paused' : 'receiver-unavailable';
  const next = { kind: 'defer', reason, at: Date.now(), hold: { kind, number: 1 } } as const;
  await recorder.record(batchOf([deliveryRecord(delivery), attemptRecord(delivery, next)]));
  return delivery.invocationId;
}

/** Invocations of a webhook fail for good. */
async function giveUp(webhookId: string, count: number) {
  const deliveries = Array.from({ length: count }, () => deliveryOf({ webhookId }));
  const next = { kind: 'give-up', reason: 'retries-exhausted' } as const;
  const attempt = () => attemptOf({ outcome: 'rejected', responseCode: 404 });
  await recorder.record(
    batchOf(deliveries.flatMap((each) => [deliveryRecord(each), attemptRecord(each, next, attempt())])),
  );
  return deliveries;
}

/** Does what an item offers. */
function act(item: Answer['items'][number] | undefined) {
  return post(item?.action.path ?? '', item?.action.body ?? {});
}

function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  return callAs(path, {}, { method: 'POST', headers, body: JSON.stringify(body) });
}

let offset = 0n;

function rejected(tenantId?: string): RejectedEvent {
  const now = Date.now();
  return {
    id: timeOrderedUuid(now, randomBytes(10)),
    ...(tenantId !== undefined && { tenantId, environment: 'sandbox' as const }),
    ...{ reason: 'missing-attribute', path: 'type', message: 'is missing' },
    origin: { topic: 'events.v1', partition: 0, offset: offset++ },
    ...{ key: null, headers: {}, value: Buffer.from('{}'), truncated: false, rejectedAt: new Date(now) },
  };
}

describe('GET /v1/attention', () => {
  it('is empty where everything goes well', async () => {
    const webhook = await webhookAt('https://well.example/hook');
    const delivery = deliveryOf({ webhookId: webhook });
    await recorder.record(
      batchOf([deliveryRecord(delivery), attemptRecord(delivery, { kind: 'done' }, attemptOf())]),
    );
    await webhookAt('https://off.example/hook', { status: 'disabled' });
    await webhookAt('https://paused.example/hook', { status: 'paused', pause: 1 });
    expect(await attention()).toEqual({ complete: true, unavailable: [], items: [] });
  });

  it('lists the worst first, each with its reason, its receiver and what mends it', async () => {
    const paused = await webhookAt('https://paused.example/hook', { status: 'paused', pause: 1 });
    await hold(paused, 'pause');
    const failing = await webhookAt('https://failing.example/hook?key=secret', { name: 'crm' });
    await fail(failing, 404);
    const gone = await webhookAt('https://gone.example', { status: 'disabled', statusReason: 'gone' });
    const [first, last] = [rejected('acme'), rejected('acme')];
    await insertRejectedEvents(pool, [first, last, rejected('globex'), rejected()]);
    const { items } = await attention();
    expect(items).toMatchObject([
      {
        kind: 'receiver-gone',
        severity: 'critical',
        reason: 'http-410',
        action: { method: 'PATCH', path: `/v1/webhooks/${gone}`, body: { status: 'active' } },
      },
      {
        kind: 'failing',
        severity: 'warning',
        reason: 'http-404',
        subject: { webhookId: failing, name: 'crm', host: 'failing.example', tenantId: 'acme', count: 1 },
        action: { method: 'GET', path: `/v1/invocations?webhook=${failing}&status=failed`, body: null },
      },
      {
        kind: 'events-rejected',
        reason: 'missing-attribute',
        subject: { count: 2, webhookId: null },
        action: { method: 'GET', path: `/v1/rejected-events/${[first.id, last.id].sort()[1]}` },
      },
      {
        kind: 'backlog-held',
        severity: 'info',
        reason: null,
        action: { method: 'POST', path: `/v1/webhooks/${paused}/resume`, body: { backlog: 'send' } },
      },
    ]);
    expect(items.map(({ since }) => since)).not.toContain(null);
    expect(JSON.stringify(items)).not.toContain('secret');
  });

  it('offers to send what an open breaker holds as its next probe', async () => {
    const webhook = await webhookAt('https://away.example/hook');
    await fail(webhook, 503);
    const [before] = (await attention()).items;
    const health = `/v1/webhooks/${webhook}/health`;
    expect(before).toMatchObject({
      kind: 'receiver-unavailable',
      action: { method: 'GET', path: health },
    });
    const held = await hold(webhook, 'breaker');
    const [item] = (await attention()).items;
    expect(item).toMatchObject({ reason: 'http-503', action: { path: `/v1/invocations/${held}/retry` } });
    expect(item?.id).toBe(before?.id);
    const retried = await callAs(item?.action.path ?? '', {}, { method: item?.action.method ?? '' });
    expect(retried.status).toBe(202);
  });

  it('offers to retry what blocks subjects', async () => {
    const webhookId = await webhookAt('https://order.example/hook', {
      ordering: 'subject',
      onGiveUp: 'block',
    });
    const delivery = deliveryOf({ webhookId });
    const next = { kind: 'give-up', reason: 'retries-exhausted', blocks: 'run-1' } as const;
    const attempt = attemptOf({ outcome: 'rejected', responseCode: 400 });
    await recorder.record(batchOf([deliveryRecord(delivery), attemptRecord(delivery, next, attempt)]));
    expect((await attention()).items).toMatchObject([
      {
        kind: 'subjects-blocked',
        subject: { webhookId, count: 1 },
        action: { method: 'POST', path: `/v1/invocations/${delivery.invocationId}/retry` },
      },
      { kind: 'invocations-failed', subject: { webhookId, count: 1 } },
    ]);
  });

  it('offers to send again what has failed, until a replay does', async () => {
    const webhookId = await webhookAt('https://refuses.example/hook', { name: 'crm' });
    await giveUp(webhookId, 2);
    const [item, ...others] = (await attention()).items;
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      ...{ kind: 'invocations-failed', severity: 'warning', reason: 'http-404' },
      subject: { webhookId, name: 'crm', host: 'refuses.example', count: 2 },
      action: { method: 'POST', path: expect.stringMatching(/^\/v1\/failures\/.*\/retry$/), body: null },
    });
    expect(Date.now() - Date.parse(item?.since ?? '')).toBeLessThan(60_000);
    expect((await attention({ environment: 'production' })).items).toEqual([]);
    expect((await attention({ tenantId: 'globex' })).items).toEqual([]);
    expect((await act(item)).status).toBe(202);
    expect((await attention()).items).toEqual([]);
    await pool.query(`UPDATE history.replays SET ended_at = now(), state = 'cancelled'`);
    expect((await attention()).items).toMatchObject([{ subject: { count: 2 } }]);
  });

  it('says nothing of failures that are ignored, until something fails again', async () => {
    const webhookId = await webhookAt('https://refuses.example/hook');
    await giveUp(webhookId, 1);
    const [item] = (await attention()).items;
    const path = item?.action.path.replace('/retry', '/ignore') ?? '';
    expect((await post(path, {})).status).toBe(200);
    expect((await attention()).items).toEqual([]);
    await giveUp(webhookId, 1);
    expect((await attention()).items).toMatchObject([{ subject: { count: 2 } }]);
    const until = new Date(Date.now() + 60_000).toISOString();
    expect((await post(path, { until })).status).toBe(200);
    expect((await attention()).items).toEqual([]);
  });

  it('offers to ignore what has failed without a body, which cannot be sent again', async () => {
    const webhookId = await webhookAt('https://odd.example/hook');
    const disposition = { kind: 'failed', reason: 'unrenderable-body' } as const;
    await recorder.record(batchOf([orderedRecord(deliveryOf({ webhookId }), disposition)]));
    const [item] = (await attention()).items;
    expect(item).toMatchObject({
      ...{ kind: 'invocations-failed', reason: 'unrenderable-body' },
      action: { method: 'POST', path: expect.stringMatching(/\/ignore$/), body: {} },
    });
    expect((await act(item)).status).toBe(200);
    expect((await attention()).items).toEqual([]);
  });

  it('says of a webhook that is failing itself, disabled or deleted nothing more', async () => {
    const failing = await webhookAt('https://failing.example/hook');
    await giveUp(failing, 3);
    const disabled = await webhookAt('https://off.example/hook', { status: 'disabled' });
    await giveUp(disabled, 1);
    const deleted = await webhookAt('https://deleted.example/hook', { deletedAt: new Date() });
    await giveUp(deleted, 1);
    await giveUp('never existed', 1);
    const { items } = await attention();
    expect(items.map(({ kind, subject }) => [kind, subject.webhookId])).toEqual([['failing', failing]]);
  });

  it('says nothing of what was delivered or cancelled after all', async () => {
    const webhookId = await webhookAt('https://late.example/hook');
    const [delivery] = await giveUp(webhookId, 1);
    if (delivery === undefined) throw new Error('nothing has failed');
    await recorder.record(batchOf([attemptRecord(delivery, { kind: 'done' }, attemptOf())]));
    expect((await attention()).items).toEqual([]);
  });

  it('tells a tenant of its own environment alone, and the operator of all, by receiver', async () => {
    for (const path of ['one', 'two']) await fail(await webhookAt(`https://same.example/${path}`), 404);
    const theirs = await insertWebhook(pool, { tenantId: 'globex', url: 'https://same.example/three' });
    await fail(theirs, 404, 'globex');
    await insertRejectedEvents(pool, [rejected()]);
    expect((await attention()).items).toHaveLength(2);
    expect((await attention({ environment: 'production' })).items).toEqual([]);
    const { items } = await attention({ operator: true, tenantId: undefined, environment: undefined });
    expect(
      items.map(({ kind, subject: { tenantId, host, count } }) => ({ kind, tenantId, host, count })),
    ).toEqual(
      expect.arrayContaining([
        { kind: 'failing', tenantId: 'acme', host: 'same.example', count: 2 },
        { kind: 'failing', tenantId: 'globex', host: 'same.example', count: 1 },
        { kind: 'events-rejected', tenantId: null, host: null, count: 1 },
      ]),
    );
    expect(items).toHaveLength(3);
    expect(new Set(items.map(({ id }) => id)).size).toBe(3);
  });

  it('says whose part is missing', async () => {
    await webhookAt('https://gone.example', { status: 'disabled', statusReason: 'gone' });
    await pool.query('ALTER TABLE ingestion.rejected_events RENAME TO away');
    expect(await attention()).toMatchObject({
      complete: false,
      unavailable: ['ingestion'],
      items: [{ kind: 'receiver-gone' }],
    });
    const logged = lines.map((line) => JSON.parse(line) as object);
    expect(logged).toMatchObject([{ service: 'ingestion', error: { message: expect.any(String) } }]);
  });

  it('is an error where no part can be read', async () => {
    await pool.query('DROP TABLE history.webhook_state, history.blocking, ingestion.rejected_events');
    expect((await callAs('/v1/attention')).status).toBe(500);
  });

  it('is not complete where not all rejected events were read', async () => {
    await insertRejectedEvents(
      pool,
      Array.from({ length: 10_000 }, () => rejected('acme')),
    );
    expect(await attention()).toMatchObject({ complete: false, items: [{ subject: { count: 10_000 } }] });
    await pool.query(
      'DELETE FROM ingestion.rejected_events WHERE id = (SELECT id FROM ingestion.rejected_events LIMIT 1)',
    );
    expect(await attention()).toMatchObject({ complete: true, items: [{ subject: { count: 9_999 } }] });
  });
});
