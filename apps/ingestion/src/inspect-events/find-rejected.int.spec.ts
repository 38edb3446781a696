import { randomUUID } from 'node:crypto';
import { lookUpRejectedEvents, type RejectedKey } from '@casewire/event-store';
import { topicName, type TenantScope } from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER, scopes, type Identity } from '@casewire/identity';
import { eventually, insertEventType, insertTenant, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useProducer, useResource } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { INTERNAL_KEY, startIngestion } from '../ingestion.fixture.ts';

const prefix = testTopicPrefix();
const database = useDatabase();
const { pool } = database;
const service = useResource(() => startIngestion(database.url, prefix), {
  close: (running) => running.stop(),
});
const producer = useProducer();

beforeAll(async () => {
  for (const tenant of ['acme', 'globex']) await insertTenant(pool, tenant);
  await insertEventType(pool, 'acme', 'claim.paid', { type: 'object', required: ['amount'] });
});

interface Listed {
  readonly id: string;
  readonly reason: string;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly correlationId: string | null;
  readonly runtimeId: string | null;
}

type Filters = Readonly<Record<string, string>>;

const operator: Partial<Identity> = { operator: true, actor: 'operator', scopes };
const acme: TenantScope = { tenantId: 'acme', environment: 'sandbox' };
const others: readonly TenantScope[] = [
  { tenantId: 'acme', environment: 'production' },
  { tenantId: 'globex', environment: 'sandbox' },
];

async function list(filters: Filters, by: Partial<Identity> = operator): Promise<readonly Listed[]> {
  const identity = { ...operator, ...by } as Identity;
  const path = `/v1/rejected-events?${new URLSearchParams(filters).toString()}`;
  const headers = { [IDENTITY_HEADER]: createIdentitySigner(INTERNAL_KEY).sign(identity) };
  const answer = await fetch(service.url + path, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return ((await answer.json()) as { data: readonly Listed[] }).data;
}

/** What search looks up. @returns ids */
async function lookUp(scope: TenantScope, key: RejectedKey, text: string): Promise<string[]> {
  return (await lookUpRejectedEvents(pool, scope, text, [key], 10)).map(({ id }) => id);
}

/** An event in structured mode, whose record has no key: nothing but its value says what it is about. */
function eventOf(id: string) {
  return {
    ...{ specversion: '1.0', id, source: '/claims', type: 'claim.paid' },
    ...{ tenantid: 'acme', environment: 'sandbox' },
    ...{ subject: `case-${id}`, correlationid: `trace-${id}`, workflowruntimeid: `run-${id}` },
    data: { amount: 1 },
  };
}

type Sound = ReturnType<typeof eventOf>;

async function publish(value: string): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents+json' };
  await producer.send({ topic: topicName(prefix, 'events'), messages: [{ key: null, value, headers }] });
}

/** Publishes what becomes of a sound event, and waits until it is listed. */
async function reject(breaking: (sound: Sound) => object | string): Promise<Listed> {
  const id = randomUUID();
  const broken = breaking(eventOf(id));
  await publish(typeof broken === 'string' ? broken : JSON.stringify(broken));
  return eventually(async () => {
    const [listed] = await list({ eventId: id });
    if (listed === undefined) throw new Error('it is not listed yet');
    return listed;
  });
}

/** By which filter, by which key of a search, and by which text an event is found. */
function waysTo({ eventId, type }: Listed): readonly (readonly [Filters, RejectedKey, string])[] {
  const [id, kind] = [String(eventId), String(type)];
  return [
    [{ eventId: id }, 'eventId', id],
    [{ subject: `case-${id}` }, 'subject', `case-${id}`],
    [{ correlationId: `trace-${id}` }, 'correlationId', `trace-${id}`],
    [{ type: kind, subject: `case-${id}` }, 'run', `run-${id}`],
  ];
}

describe('an event in structured mode', () => {
  it.each<[reason: string, about: string, breaking: (sound: Sound) => object | string]>([
    ['invalid-data', 'breaks its schema', (sound) => ({ ...sound, data: {} })],
    ['invalid-data', 'has no data', ({ data: _data, ...sound }) => sound],
    ['unknown-event-type', 'has an unknown type', (sound) => ({ ...sound, type: 'claim.lost' })],
    ['reserved-type', 'has a type of Casewire', (sound) => ({ ...sound, type: 'casewire.claim' })],
    ['missing-attribute', 'lacks an attribute', ({ source: _source, ...sound }) => sound],
    ['invalid-attribute', 'has an object as an attribute', (sound) => ({ ...sound, vendor: {} })],
    [
      'invalid-attribute',
      'has an attribute twice',
      (sound) => JSON.stringify(sound).replace('{', '{"source":"/s",'),
    ],
    [
      'unsupported-content-type',
      'has data of another type',
      (sound) => ({ ...sound, datacontenttype: 'text/xml' }),
    ],
  ])(
    'that is rejected as %s because it %s is found by its case, and in no other scope',
    async (reason, _why, breaking) => {
      const listed = await reject(breaking);
      const id = String(listed.eventId);
      expect(listed).toMatchObject({
        ...{ reason, subject: `case-${id}`, correlationId: `trace-${id}`, runtimeId: `run-${id}` },
      });
      for (const [filters, key, text] of waysTo(listed)) {
        expect(await list(filters, acme)).toEqual([listed]);
        expect(await list(filters)).toEqual([listed]);
        expect(await list({ ...filters, unassigned: 'true' })).toEqual([]);
        expect(await lookUp(acme, key, text)).toEqual([listed.id]);
        for (const other of others) {
          expect(await list(filters, other)).toEqual([]);
          expect(await lookUp(other, key, text)).toEqual([]);
        }
      }
    },
  );

  it.each<[about: string, breaking: (sound: Sound) => object | string]>([
    ['whose JSON breaks behind its attributes', (sound) => `${JSON.stringify(sound).slice(0, -2)},`],
    ['that names no tenant', ({ tenantid: _tenant, ...sound }) => sound],
  ])('%s is found by the operator alone', async (_about, breaking) => {
    const listed = await reject(breaking);
    for (const [filters, key, text] of waysTo(listed)) {
      expect(await list(filters)).toEqual([listed]);
      expect(await list({ ...filters, unassigned: 'true' })).toEqual([listed]);
      for (const scope of [acme, ...others]) {
        expect(await list(filters, scope)).toEqual([]);
        expect(await list({ ...filters, unassigned: 'true' }, scope)).toEqual([]);
        expect(await lookUp(scope, key, text)).toEqual([]);
      }
    }
  });
});

type Broken = (sound: Sound, subject: string) => object;

const ofTenant: Broken = (sound, subject) => ({ ...sound, subject, data: {} });
const ofNobody: Broken = ({ tenantid: _tenant, ...sound }, subject) => ({ ...sound, subject });

it.each<[whose: string, by: Partial<Identity>, filters: Filters, passing: Broken, other: Broken]>([
  ['a tenant, by subject,', acme, {}, ofTenant, (sound) => ({ ...sound, data: {} })],
  ['nobody, for the operator,', operator, { unassigned: 'true' }, ofNobody, ofTenant],
])(
  'pages of a list of %s go through all that pass, and through nothing else',
  async (_whose, by, filters, passing, other) => {
    const subject = randomUUID();
    const found: string[] = [];
    for (let n = 0; n < 3; n++) {
      found.push((await reject((sound) => passing(sound, subject))).id);
      await reject((sound) => other(sound, subject));
    }
    const page = { subject, ...filters, order: 'asc', limit: '2' };
    const first = await list(page, by);
    const after = await list({ ...page, after: first[1]?.id ?? '' }, by);
    expect([...first, ...after].map(({ id }) => id)).toEqual(found);
  },
);
