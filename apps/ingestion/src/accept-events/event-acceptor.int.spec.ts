import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventUid, identityHash, RECEIPT_HEADER, sealReceipt, uuidTimestampMs } from '@casewire/events';
import { listEvents, listRejectedEvents, type ListedRejectedEvent } from '@casewire/event-store';
import { eventTypeNamed } from '@casewire/families';
import type { KafkaRecord, OutgoingRecord } from '@casewire/kafka';
import { createLogger, createMetrics } from '@casewire/observability';
import { insertEventType, insertTenant } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { EventJudge } from '../admission/event-judge.ts';
import { TenantDirectory } from '../admission/tenant-directory.ts';
import { createIngestionMetrics } from '../ingestion-metrics.ts';
import { EventAcceptor } from './event-acceptor.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' as const };
const maxEventBytes = 1_000;
const internalKey = 'k'.repeat(32);
const produced: OutgoingRecord[] = [];
let offset = 0n;

const { pool } = useDatabase();
const acceptor = new EventAcceptor(
  {
    topicPrefix: 't.',
    maxEventBytes,
    internalKey,
    bindings: new Map([['acme.events', scope]]),
  },
  {
    pool,
    producer: {
      send: (record: OutgoingRecord) => {
        produced.push(record);
        return Promise.resolve();
      },
    },
    judge: new EventJudge(new TenantDirectory(pool), maxEventBytes),
    metrics: createIngestionMetrics(createMetrics('spec')),
    logger: createLogger({ name: 'spec', level: 'silent' }),
  },
);

beforeAll(async () => {
  await insertTenant(pool, 'acme');
  await insertTenant(pool, 'globex');
  await insertEventType(pool, 'acme', 'claim.paid', { type: 'object' });
});

beforeEach(() => {
  produced.length = 0;
});

const event = {
  specversion: '1.0',
  id: 'e',
  source: '/claims',
  type: 'claim.paid',
  tenantid: 'acme',
  environment: 'sandbox',
};

function record(value: object | string | null, headers: Record<string, string> = {}, topic = 't.events.v1') {
  const all: Record<string, string> = { 'content-type': 'application/cloudevents+json', ...headers };
  const text = typeof value === 'string' || value === null ? value : JSON.stringify(value);
  return {
    topic,
    partition: 0,
    offset: offset++,
    timestamp: Date.now(),
    key: null,
    value: text === null ? null : Buffer.from(text),
    headers: all,
    header: (name: string) => all[name],
    rawHeaders: Object.fromEntries(Object.entries(all).map(([name, each]) => [name, Buffer.from(each)])),
    headersAreText: true,
  };
}

function withHeader(of: ReturnType<typeof record>, name: string, bytes: Buffer | Buffer[]) {
  const last = Array.isArray(bytes) ? bytes.at(-1) : bytes;
  return {
    ...of,
    headers: { ...of.headers, [name]: String(last) },
    rawHeaders: { ...of.rawHeaders, [name]: bytes },
    headersAreText: Array.isArray(bytes),
    repeatsHeaders: Array.isArray(bytes),
  };
}

async function accept(...records: readonly KafkaRecord[]): Promise<void> {
  for (const settlement of await acceptor.accept({ records, isHeld: () => true })) await settlement;
}

async function listedRejects(): Promise<readonly ListedRejectedEvent[]> {
  return (await listRejectedEvents(pool, {}, {}, { limit: 100, order: 'asc' })).rows;
}

describe('a batch of records', () => {
  it('is accepted in its order, each event once, and what cannot be accepted is set aside', async () => {
    await accept(
      record({ ...event, id: '1', data: { n: 1 } }),
      record('{"id":'),
      record({ ...event, id: '1', data: { n: 2 } }),
      record({ ...event, id: '2', data: { n: 3 } }),
      record({ ...event, id: '3', data: [] }),
    );
    const accepted = produced.filter(({ topic }) => topic === 't.accepted.v1');
    expect(accepted.map(({ value }) => value?.toString())).toEqual(['{"n":1}', '{"n":3}']);
    const { rows } = await listEvents(pool, scope, {}, { limit: 9, order: 'asc' });
    expect(rows.map(({ uid }) => uid)).toEqual(
      expect.arrayContaining(accepted.map(({ headers }) => headers?.['casewire-uid'])),
    );
    const rejected = produced.filter(({ topic }) => topic === 't.rejected.v1');
    expect(rejected.map(({ headers }) => headers?.['casewire-rejected-reason'])).toEqual([
      'invalid-json',
      'invalid-data',
    ]);
    const listed = await listedRejects();
    expect(rejected.map(({ headers }) => headers?.['casewire-rejected-id']).toSorted()).toEqual(
      listed.map(({ id }) => id).toSorted(),
    );
  });

  it('that is read again yields the same events', async () => {
    const batch = [record({ ...event, id: 'again', data: {} }), record({ ...event, id: 'again', data: {} })];
    await accept(...batch);
    await accept(...batch);
    const [first, second] = produced.map(({ headers }) => headers?.['casewire-uid']);
    expect(produced).toHaveLength(2);
    expect(second).toBe(first);
  });
});

describe('an event that came over HTTP', () => {
  it('has the time at which it was received there, if ingestion itself sealed the receipt', async () => {
    const receivedAt = Date.now() - 60_000;
    const [ours, forged] = ['ours', 'forged'].map((id) => identityHash({ ...scope, source: '/claims', id }));
    await accept(
      record(
        { ...event, id: 'ours', data: {} },
        { [RECEIPT_HEADER]: sealReceipt(receivedAt, ours ?? Buffer.alloc(0), internalKey) },
      ),
      record(
        { ...event, id: 'forged', data: {} },
        { [RECEIPT_HEADER]: sealReceipt(receivedAt, forged ?? Buffer.alloc(0), 'another') },
      ),
    );
    const uids = produced.map(({ headers }) => String(headers?.['casewire-uid']));
    expect(uids[0]).toBe(eventUid(ours ?? Buffer.alloc(0), receivedAt));
    expect(uidAge(uids[1])).toBeLessThan(60_000);
  });
});

describe("one of Casewire's own events", () => {
  const type = 'casewire.invocation.failed';
  const { example } = eventTypeNamed(type) ?? {};
  const own = (id: string) => ({ ...event, id, source: '/casewire', type, data: example });
  const receipt = (id: string, key: string) => ({
    [RECEIPT_HEADER]: sealReceipt(Date.now(), identityHash({ ...scope, source: '/casewire', id }), key),
  });

  it('is accepted with the receipt of a service, once, and rejected from everybody else', async () => {
    const ours = record(own('ours'), receipt('ours', internalKey));
    await accept(ours, record(own('ours'), receipt('ours', internalKey)));
    expect(produced.map(({ topic, headers }) => [topic, headers?.['ce_type']])).toEqual([
      ['t.accepted.v1', type],
    ]);
    produced.length = 0;
    await accept(
      record(own('bare')),
      record(own('forged'), receipt('forged', 'another')),
      record(own('copied'), receipt('ours', internalKey)),
    );
    expect(produced.map(({ topic }) => topic)).toEqual(Array(3).fill('t.rejected.v1'));
    const { rows } = await listRejectedEvents(pool, scope, {}, { limit: 3, order: 'desc' });
    expect(rows.map(({ reason, path }) => [reason, path])).toEqual(Array(3).fill(['reserved-type', 'type']));
  });
});

function uidAge(uid = ''): number {
  return Date.now() - uuidTimestampMs(uid);
}

describe('a rejected record', () => {
  const acme = { tenantId: 'acme', environment: 'sandbox' };
  const binary = { 'content-type': 'application/json', ce_specversion: '1.0', ce_tenantid: 'acme' };
  const unsound = { ...event, tenantid: 'a\u0000' };
  it.each<[string, Partial<KafkaRecord>, { reason: string; path: string }, object]>([
    ['is no JSON', record('{"id":'), { reason: 'invalid-json', path: '' }, {}],
    ['is no object', record('[]'), { reason: 'invalid-json', path: '' }, {}],
    ['is empty', record(null), { reason: 'empty', path: '' }, {}],
    ['is empty, with attributes', record('', binary), { reason: 'empty', path: '' }, { tenantId: 'acme' }],
    ['has no data', record(event), { reason: 'invalid-data', path: 'data' }, acme],
    [
      'has data of another type',
      record({ ...event, datacontenttype: 'text/xml', data: '<a/>' }),
      { reason: 'unsupported-content-type', path: 'datacontenttype' },
      acme,
    ],
    ['is too large', record({ ...event, data: 'x'.repeat(1_000) }), { reason: 'too-large', path: '' }, acme],
    [
      'has an attribute in a header that is no text',
      withHeader(record('{}', binary), 'ce_id', Buffer.from([0xff])),
      { reason: 'invalid-utf8', path: 'id' },
      { tenantId: 'acme' },
    ],
    [
      'has an attribute in two headers',
      withHeader(record('{}', binary), 'ce_id', [Buffer.from('a'), Buffer.from('a')]),
      { reason: 'invalid-attribute', path: 'id' },
      { tenantId: 'acme' },
    ],
    [
      'has two content types',
      withHeader(record('{}', binary), 'content-type', [
        Buffer.from('text/xml'),
        Buffer.from('application/json'),
      ]),
      { reason: 'unsupported-content-type', path: 'content-type' },
      { tenantId: 'acme' },
    ],
    [
      'is no event',
      record('{}', { 'content-type': 'text/plain' }),
      { reason: 'unsupported-content-type', path: 'content-type' },
      {},
    ],
    [
      'has an unsound tenant',
      record({ ...unsound, data: {} }),
      { reason: 'invalid-attribute', path: 'tenantid' },
      { environment: 'sandbox' },
    ],
    [
      'has an attribute that is no text',
      record({ ...event, vendor: {}, data: {} }),
      { reason: 'invalid-attribute', path: 'vendor' },
      acme,
    ],
    [
      'has a version that cannot be stored',
      record({ ...event, specversion: '1\u0000\ud800', data: {} }),
      { reason: 'invalid-attribute', path: 'specversion' },
      acme,
    ],
    [
      'has an attribute whose name cannot be stored',
      record({ ...event, 'a\u0000\ud800': {}, data: {} }),
      { reason: 'invalid-attribute', path: 'a??' },
      acme,
    ],
    [
      'lacks an attribute',
      record({ ...event, source: undefined, data: {} }),
      { reason: 'missing-attribute', path: 'source' },
      acme,
    ],
    [
      'is of an unknown tenant',
      record({ ...event, tenantid: 'nobody', data: {} }),
      { reason: 'unknown-tenant', path: 'tenantid' },
      { ...acme, tenantId: 'nobody' },
    ],
    [
      'is of a type of another tenant',
      record({ ...event, tenantid: 'globex', data: {} }),
      { reason: 'unknown-event-type', path: 'type' },
      { ...acme, tenantId: 'globex' },
    ],
    ['breaks its schema', record({ ...event, data: [] }), { reason: 'invalid-data', path: 'data' }, acme],
    [
      'on a bound topic is no JSON',
      record('{', {}, 'acme.events'),
      { reason: 'invalid-json', path: '' },
      acme,
    ],
    [
      'on a bound topic names another tenant',
      record({ ...event, tenantid: 'globex', data: {} }, {}, 'acme.events'),
      { reason: 'invalid-attribute', path: 'tenantid' },
      acme,
    ],
  ])('that %s is listed with its reason for its owner', async (_what, bad, rejection, owner) => {
    await accept(bad as KafkaRecord);
    const listed = (await listedRejects()).find(({ origin }) => origin.offset === bad.offset);
    expect(listed).toMatchObject(rejection);
    const { tenantId, environment } = listed ?? {};
    expect({ tenantId, environment }).toEqual({ tenantId: undefined, environment: undefined, ...owner });
    expect(produced.map(({ topic }) => topic)).toEqual(['t.rejected.v1']);
  });
});
