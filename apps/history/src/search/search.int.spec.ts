import { randomBytes, randomUUID } from 'node:crypto';
import { ensureEventPartitions, insertRejectedEvents, type RejectedEvent } from '@casewire/event-store';
import {
  timeOrderedUuid,
  uuidTimestampMs,
  type DeliveryMetadata,
  type EventAttributes,
} from '@casewire/events';
import type { Identity } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { insertEvents, insertTenant, insertWebhook } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { createRecorder } from '../testing/history.fixture.ts';
import { batchOf, deliveryOf, deliveryRecord } from '../testing/records.ts';
import { SearchController } from './search.controller.ts';
import type { searchSchema } from './search-view.ts';
import { Searcher } from './searcher.ts';

type SearchView = z.infer<typeof searchSchema>;

const { pool } = useLedger();
const recorder = createRecorder(pool);
const logger = createLogger({ name: 'spec', level: 'silent' });
const callAs = useControllers({
  controllers: [SearchController],
  providers: [{ provide: Searcher, useValue: new Searcher(pool, logger, { invocations: 90, events: 7 }) }],
});
beforeAll(async () => {
  await ensureEventPartitions(pool, new Date());
  for (const tenant of ['acme', 'globex']) await insertTenant(pool, tenant);
});

function pathOf(query: Readonly<Record<string, string>>): string {
  return `/v1/search?${new URLSearchParams(query).toString()}`;
}

async function search(q: string, by?: string, as?: Partial<Identity>): Promise<SearchView> {
  const response = await callAs(pathOf({ q, ...(by !== undefined && { by }) }), as);
  expect(response.status).toBe(200);
  return (await response.json()) as SearchView;
}

/** What a search finds, as lines `kind id foundBy`. */
async function found(q: string, by?: string, as?: Partial<Identity>): Promise<string[]> {
  const { items } = await search(q, by, as);
  return items.map(({ kind, id, foundBy }) => `${kind} ${id} ${foundBy}`);
}

async function insertInvocation(given: Partial<DeliveryMetadata> = {}): Promise<string> {
  const delivery = deliveryOf(given);
  await recorder.record(batchOf([deliveryRecord(delivery)]));
  return delivery.invocationId;
}

/** @returns its uid */
async function insertEvent(given: Partial<EventAttributes> = {}): Promise<string> {
  const acceptedAt = Date.now();
  const uid = timeOrderedUuid(acceptedAt, randomBytes(10));
  const attributes: EventAttributes = {
    ...{ id: randomUUID(), source: '/s', type: 'claim.paid', time: '2026-01-01T00:00:00Z' },
    ...{ tenantid: 'acme', environment: 'sandbox' as const },
    ...given,
  };
  await insertEvents(pool, [{ uid, acceptedAt, attributes, data: Buffer.from('{}') }]);
  return uid;
}

let offset = 0n;

/** @returns its id */
async function insertRejected(given: Partial<RejectedEvent> = {}): Promise<string> {
  const now = Date.now();
  const id = timeOrderedUuid(now, randomBytes(10));
  const rejected: RejectedEvent = {
    ...{ id, tenantId: 'acme', environment: 'sandbox' },
    ...{ reason: 'missing-attribute', path: 'type', message: 'is missing' },
    origin: { topic: 'events.v1', partition: 0, offset: offset++ },
    ...{ key: null, headers: {}, value: Buffer.from('{}'), truncated: false, rejectedAt: new Date(now) },
    ...given,
  };
  await insertRejectedEvents(pool, [rejected]);
  return id;
}

describe('GET /v1/search', () => {
  it('finds an invocation by its id, its event, and its subject', async () => {
    const eventUid = timeOrderedUuid(Date.now(), randomBytes(10));
    const acceptedAt = uuidTimestampMs(eventUid);
    const given = { eventUid, eventId: randomUUID(), subject: 'order-1', acceptedAt };
    const id = await insertInvocation(given);
    expect(await found(id)).toEqual([`invocation ${id} id`]);
    expect(await found(id.toUpperCase())).toEqual([`invocation ${id} id`]);
    expect(await found(eventUid)).toEqual([`invocation ${id} eventUid`]);
    expect(await found(given.eventId)).toEqual([`invocation ${id} eventId`]);
    const { items } = await search('order-1');
    expect(items).toEqual([
      {
        ...{ kind: 'invocation', id, foundBy: 'subject', status: 'pending', webhookId: 'wh-1' },
        ...{ eventUid, eventId: given.eventId, eventType: 'workflow.completed', subject: 'order-1' },
        at: new Date(acceptedAt).toISOString(),
      },
    ]);
  });

  it('finds an event by its uid and id, and by subject, correlation id and run', async () => {
    const named = { id: randomUUID(), subject: 'order-2', correlationid: 'trace-2' };
    const uid = await insertEvent({ ...named, workflowruntimeid: 'run-2' });
    expect(await found(uid)).toEqual([`event ${uid} id`]);
    expect(await found(named.id)).toEqual([`event ${uid} eventId`]);
    expect(await found('order-2')).toEqual([`event ${uid} subject`]);
    expect(await found('trace-2')).toEqual([`event ${uid} correlationId`]);
    expect(await found('run-2')).toEqual([`event ${uid} runId`]);
    const ofRun = await insertEvent({ workflowruntimeid: 'run-3' });
    expect(await found('run-3')).toEqual([`event ${ofRun} subject`]);
    expect(await found('run-3', 'runId')).toEqual([`event ${ofRun} subject`]);
  });

  it('finds the invocations of an event that has the correlation id or the run', async () => {
    const uid = await insertEvent({
      correlationid: 'trace-4',
      subject: 'order-4',
      workflowruntimeid: 'run-4',
    });
    const acceptedAt = uuidTimestampMs(uid);
    const id = await insertInvocation({ eventUid: uid, acceptedAt, subject: 'order-4' });
    expect(await found('trace-4')).toEqual([`invocation ${id} correlationId`, `event ${uid} correlationId`]);
    expect(await found('run-4')).toEqual([`invocation ${id} runId`, `event ${uid} runId`]);
  });

  it('finds a rejected event by its id, by what could be read of it and by its key', async () => {
    const about = { eventId: 'bad-5', type: 'claim.paid', subject: 'order-5', correlationId: 'trace-5' };
    const id = await insertRejected({ ...about, runtimeId: 'run-5', key: Buffer.from('klé-5') });
    expect(await found(id)).toEqual([`rejected-event ${id} id`]);
    expect(await found('bad-5')).toEqual([`rejected-event ${id} eventId`]);
    expect(await found('order-5')).toEqual([`rejected-event ${id} subject`]);
    expect(await found('trace-5')).toEqual([`rejected-event ${id} correlationId`]);
    expect(await found('run-5')).toEqual([`rejected-event ${id} runId`]);
    expect(await found('run-5', 'runId')).toEqual([`rejected-event ${id} runId`]);
    expect(await found('klé-5')).toEqual([`rejected-event ${id} recordKey`]);
    const [item] = (await search(id)).items;
    expect(item).toMatchObject({
      ...{ eventId: 'bad-5', eventType: 'claim.paid', subject: 'order-5', correlationId: 'trace-5' },
      ...{ reason: 'missing-attribute', message: 'is missing', republishedAt: null },
    });
  });

  it('finds a webhook by its id and run, and by any part of its name and host', async () => {
    const url = 'https://user:secret@hooks.receiver-6.example:8443/path-6?key=secret';
    const id = await insertWebhook(pool, { tenantId: 'acme', name: 'Billing 100%_six', url });
    expect(await found(id)).toEqual([`webhook ${id} id`]);
    expect(await found('100%_SIX')).toEqual([`webhook ${id} name`]);
    expect(await found('Receiver-6.example:8443')).toEqual([`webhook ${id} host`]);
    for (const text of ['100%six', 'Billing_100', 'secret', 'path-6']) expect(await found(text)).toEqual([]);
    const ofRun = await insertWebhook(pool, { tenantId: 'acme', runtimeId: 'run-6', name: 'of a run' });
    expect(await found('run-6')).toEqual([`webhook ${ofRun} runId`]);
    await pool.query('UPDATE subscriptions.webhooks SET deleted_at = now() WHERE id = ANY ($1)', [
      [id, ofRun],
    ]);
    for (const text of [id, '100%_SIX', 'run-6']) expect(await found(text)).toEqual([]);
  });

  it('finds only what has the text as the attribute that is named', async () => {
    const uid = await insertEvent({ id: 'seven', subject: 'seven', correlationid: 'seven' });
    await insertWebhook(pool, { tenantId: 'acme', name: 'seven' });
    for (const by of ['eventId', 'subject', 'correlationId'])
      expect(await found('seven', by)).toEqual([`event ${uid} ${by}`]);
  });

  it('finds nothing of another tenant or environment', async () => {
    const text = 'shared-8';
    const others = [
      { tenantId: 'globex', environment: 'sandbox' },
      { tenantId: 'acme', environment: 'production' },
    ] as const;
    const ids: string[] = [];
    for (const other of others) {
      const { tenantId: tenantid, environment } = other;
      ids.push(
        await insertInvocation({ ...other, subject: text, eventId: text }),
        await insertEvent({ tenantid, environment, id: text, subject: text, correlationid: text }),
        await insertRejected({ ...other, eventId: text, subject: text, key: Buffer.from(text) }),
        await insertWebhook(pool, { ...other, name: text, runtimeId: text }),
      );
    }
    for (const q of [text, ...ids]) expect(await search(q)).toMatchObject({ items: [], complete: true });
    expect(await found(text, undefined, { environment: 'production' })).toHaveLength(4);
  });

  it.each([
    ['percent signs and underscores', '%_%'],
    ['quotes and backslashes', `it's "x\\y" \\"id":"z"`],
    ['marks of direction', '\u200f\u202eabc'],
    ['characters of every length', 'Zoë €😀'],
    ['as many bytes as an attribute has', 'é'.repeat(256)],
  ])('takes a text with %s as it is', async (_about, text) => {
    const uid = await insertEvent({ id: text, subject: 'other', workflowruntimeid: text });
    const id = await insertInvocation({ subject: text, eventId: randomUUID() });
    await insertInvocation({ subject: `${text}x` });
    await insertEvent({ id: `${text}"x`.slice(0, 300) });
    expect(await found(text)).toEqual([`invocation ${id} subject`, `event ${uid} eventId`]);
    expect(await found(text, 'runId')).toEqual([`invocation ${id} subject`, `event ${uid} runId`]);
  });

  it.each([
    ['a NUL', 'a\0b', /NUL/],
    ['4 KiB', 'a'.repeat(4_096), /512 bytes/],
    ['nothing', ' ', />=1|at least 1|characters/],
  ])('refuses %s, naming the field', async (_about, q, message) => {
    const response = await callAs(pathOf({ q }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'invalid-parameter',
      errors: [{ path: 'q', message: expect.stringMatching(message) }],
    });
  });

  it('finds nothing by a control character, which no attribute has', async () => {
    expect(await found('a\u0007b\u0001')).toEqual([]);
  });

  it('lists the ten newest of a kind, and says that there are more', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 11; n++) ids.push(await insertInvocation({ subject: 'many-9' }));
    const { items, more, complete } = await search('many-9');
    expect(items.map(({ id }) => id)).toEqual(ids.slice(1).reverse());
    expect({ more, complete }).toEqual({ more: ['invocation'], complete: false });
  });

  it('says how long things are kept, and until when those of the time of an id were', async () => {
    const acceptedAt = Date.parse('2026-01-01T00:00:00Z');
    const old = timeOrderedUuid(acceptedAt, randomBytes(10));
    expect(await search(old)).toEqual({
      ...{ complete: true, unavailable: [], items: [], more: [] },
      keptDays: { invocations: 90, events: 7 },
      keptUntil: '2026-04-01T00:00:00.000Z',
    });
    expect((await search('unknown-10')).keptUntil).toBeNull();
    expect((await search(timeOrderedUuid(Date.now(), randomBytes(10)))).keptUntil).toBeNull();
    await insertEvent({ id: old });
    expect((await search(old)).keptUntil).toBeNull();
  });

  it('needs the scope to read, and a tenant', async () => {
    expect((await callAs('/v1/search?q=a', { scopes: ['write'] })).status).toBe(403);
    const operator = { operator: true, tenantId: undefined, environment: undefined };
    const response = await callAs('/v1/search?q=a', operator as unknown as Partial<Identity>);
    expect(await response.json()).toMatchObject({ code: 'tenant-required' });
  });

  it('says whose part is missing', async () => {
    const id = await insertInvocation({ subject: 'order-11' });
    await pool.query('ALTER TABLE ingestion.rejected_events RENAME TO away');
    try {
      expect(await search('order-11')).toMatchObject({
        ...{ complete: false, unavailable: ['ingestion'] },
        items: [{ id }],
      });
    } finally {
      await pool.query('ALTER TABLE ingestion.away RENAME TO rejected_events');
    }
  });
});
