import { topicName } from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER, scopes } from '@casewire/identity';
import { eventually, insertEventType, insertTenant, testTopicPrefix } from '@casewire/testing';
import { oddRecord, type OddRecord } from '@casewire/testing/generators';
import { useDatabase, useProducer, useResource, useTopic } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { INTERNAL_KEY, startIngestion } from '../ingestion.fixture.ts';

const prefix = testTopicPrefix();
const eventsTopic = topicName(prefix, 'events');
const rejectedTopic = topicName(prefix, 'rejected');

const database = useDatabase();
const { pool } = database;
const service = useResource(() => startIngestion(database.url, prefix), {
  close: (running) => running.stop(),
});
const producer = useProducer();
const accepted = useTopic(topicName(prefix, 'accepted'), ({ headers }) => ({
  id: String(headers?.['ce_id']),
  uid: String(headers?.['casewire-uid']),
  traceparent: headers?.['traceparent']?.toString(),
}));
const rejected = useTopic(rejectedTopic, ({ headers }) => String(headers?.['casewire-rejected-reason']));

const sound = {
  attributes: {
    specversion: '1.0',
    id: 'odd',
    source: '/claims',
    type: 'claim.paid',
    tenantid: 'acme',
    environment: 'sandbox',
  },
  data: { n: 1 },
};

beforeAll(async () => {
  await insertTenant(pool, 'acme');
  // Members that are objects break the schema, and the rejection's path names them.
  await insertEventType(pool, 'acme', 'claim.paid', {
    type: 'object',
    additionalProperties: { type: ['string', 'number'] },
  });
});

function good(id: string): OddRecord {
  return {
    place: 'nowhere',
    key: 'good',
    value: Buffer.from(JSON.stringify({ ...sound.attributes, id, data: sound.data })),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

/** Sends records to one partition, so that they are handled as neighbours. */
async function send(records: readonly OddRecord[]): Promise<bigint> {
  const [sent] = await producer.send({
    topic: eventsTopic,
    messages: records.map(({ key, value, headers }) => ({
      key,
      value,
      headers: { ...headers },
      partition: 0,
    })),
  });
  return BigInt(sent?.baseOffset ?? '0');
}

async function get<T>(path: string): Promise<T> {
  const identity = {
    scopes,
    operator: true,
    actor: 'operator',
    tenantId: 'acme',
    environment: 'sandbox',
  } as const;
  const token = createIdentitySigner(INTERNAL_KEY).sign(identity);
  const answer = await fetch(service.url + path, { headers: { [IDENTITY_HEADER]: token } });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

/** Everything that a list shows, page by page. */
async function listed<T extends object>(path: string, cursor: keyof T): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const after = all.at(-1)?.[cursor];
    const page = await get<{ data: T[]; hasNext: boolean }>(
      `${path}?limit=100&order=asc${after === undefined ? '' : `&after=${String(after)}`}`,
    );
    all.push(...page.data);
    if (!page.hasNext) return all;
  }
}

/** How often the service has counted a record, by outcome. */
async function outcomes(): Promise<Record<string, number>> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const samples = text.matchAll(/^casewire_events_total\{.*outcome="(\w+)".*\} (\d+)/gm);
  return Object.fromEntries([...samples].map(([, outcome, count]) => [String(outcome), Number(count)]));
}

let records = 0;

/** Sends odd records between good ones, and waits until all are handled. @returns what is listed of the odd ones */
async function sendAmongGood(run: string, odd: readonly OddRecord[]): Promise<(string | undefined)[]> {
  const goods = Array.from({ length: odd.length + 1 }, (_, index) => `good-${run}-${index}`);
  const all = goods.flatMap((id, index) => [good(id), ...odd.slice(index, index + 1)]);
  const base = await send(all);
  records += all.length;
  const counted = await eventually(async () => {
    const { accepted: taken = 0, duplicate = 0, rejected: refused = 0 } = await outcomes();
    expect(taken + duplicate + refused).toBe(records);
    expect(accepted).toHaveLength(taken);
    expect(rejected).toHaveLength(refused);
    return { taken, refused };
  });
  expect(rejected).not.toContain('handler-fault');
  const events = await listed<{ id: string; uid: string }>('/v1/events', 'uid');
  expect(events.map(({ uid }) => uid).toSorted()).toEqual(accepted.map(({ uid }) => uid).toSorted());
  expect(events.filter(({ id }) => goods.includes(id))).toHaveLength(goods.length);
  const { rows } = await pool.query<{ offset: string; reason: string; scope: string | null }>(
    `SELECT "offset", reason, tenant_id || '/' || environment AS scope FROM ingestion.rejected_events`,
  );
  expect(rows).toHaveLength(counted.refused);
  const shown = await listed<{ id: string }>('/v1/rejected-events', 'id');
  expect(shown).toHaveLength(rows.filter(({ scope }) => scope === 'acme/sandbox').length);
  const reasons = new Map(rows.map(({ offset, reason }) => [BigInt(offset), reason]));
  return odd.map((_, index) => reasons.get(base + BigInt(2 * index + 1)));
}

const binary = Object.fromEntries(
  Object.entries(sound.attributes).map(([name, text]) => [`ce_${name}`, text]),
);

function structured(id: string, event: object): OddRecord {
  return { ...good(id), value: Buffer.from(JSON.stringify({ ...sound.attributes, id, data: {}, ...event })) };
}

describe('odd records among good ones', () => {
  it('are rejected once with a reason where they cannot be accepted, and leave no trace of a bad trace', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const reasons = await sendAmongGood('known', [
      { ...good('trace-nul'), headers: { ...good('any').headers, traceparent: `${trace}\0` } },
      { ...good('trace-future'), headers: { ...good('any').headers, traceparent: `01${trace.slice(2)}-\0` } },
      { ...good('trace-bytes'), headers: { ...good('any').headers, traceparent: Buffer.from([0xff]) } },
      structured('trace-attribute', { traceparent: `${trace}\0`, tracestate: 'a\0' }),
      structured('trace-object', { traceparent: {} }),
      { ...good('binary'), value: Buffer.from('{}'), headers: { ...binary, ce_specversion: '1.0\0' } },
      structured('structured-1', { specversion: '1.0\0' }),
      structured('structured-2', { 'a\0b': {} }),
      structured('structured-3', { data: { 'a\0b': {} } }),
      structured('structured-4', { data: { ['\ud800'.repeat(9_000)]: {} } }),
      { ...good('binary'), value: Buffer.from('{}'), headers: { ...binary, ce_subject: ['a', 'b'] } },
      {
        ...good('binary'),
        value: Buffer.from('{}'),
        headers: { ...binary, 'content-type': ['application/json', 'text/xml'] },
      },
      {
        ...good('binary'),
        value: Buffer.from('{}'),
        headers: { ...binary, ce_subject: Buffer.from([0xff]) },
      },
    ]);
    expect(reasons).toEqual([
      ...Array.from({ length: 5 }, () => undefined),
      'invalid-attribute',
      'invalid-attribute',
      'invalid-attribute',
      'invalid-data',
      'invalid-data',
      'invalid-attribute',
      'unsupported-content-type',
      'invalid-utf8',
    ]);
    expect(
      accepted.filter(({ id }) => id.startsWith('trace-')).map(({ traceparent }) => traceparent),
    ).toEqual(Array.from({ length: 5 }, () => undefined));
  });

  it('are accepted or rejected once, wherever the odd text stands, and each good one is accepted once', async () => {
    let run = 0;
    const anyRecord = fc
      .nat()
      .chain((id) => oddRecord({ ...sound, attributes: { ...sound.attributes, id: `odd-${id}` } }));
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { minLength: 40, maxLength: 40 }), async (odd) => {
        run += 1;
        await sendAmongGood(String(run), odd);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
