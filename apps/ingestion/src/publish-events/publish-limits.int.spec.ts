import { topicName } from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER, scopes } from '@casewire/identity';
import { eventually, insertEventType, insertTenant, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useProducer, useResource, useTopic } from '@casewire/testing/fixtures';
import { beforeAll, expect, it } from '@jest/globals';
import { INTERNAL_KEY, startIngestion } from '../ingestion.fixture.ts';

const prefix = testTopicPrefix();
const database = useDatabase();
const service = useResource(() => startIngestion(database.url, prefix), {
  close: (running) => running.stop(),
});
const producer = useProducer();
const accepted = useTopic(topicName(prefix, 'accepted'), ({ headers }) => String(headers?.['ce_id']));

beforeAll(async () => {
  await insertTenant(database.pool, 'acme');
  await setLimit(1);
  await insertEventType(database.pool, 'acme', 'claim.paid');
});

async function setLimit(publishPerSecond: number | null): Promise<void> {
  const settings = publishPerSecond === null ? {} : { publishPerSecond };
  await database.pool.query('UPDATE subscriptions.tenants SET settings = $1', [JSON.stringify(settings)]);
}

function eventsOf(name: string, count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    specversion: '1.0',
    id: `${name}-${index}`,
    source: '/claims',
    type: 'claim.paid',
    tenantid: 'acme',
    environment: 'sandbox',
    data: {},
  }));
}

async function post(events: readonly object[]): Promise<Response> {
  const token = createIdentitySigner(INTERNAL_KEY).sign({
    tenantId: 'acme',
    environment: 'sandbox',
    scopes,
    operator: false,
    actor: 'key-1',
  });
  return fetch(`${service.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', [IDENTITY_HEADER]: token },
    body: JSON.stringify(events),
  });
}

it("a tenant's publishPerSecond limits what comes over HTTP, not what comes over Kafka, until it is changed", async () => {
  expect((await post(eventsOf('first', 100))).status).toBe(202);
  const refused = await post(eventsOf('second', 1));
  expect([refused.status, await refused.json()]).toEqual([
    429,
    expect.objectContaining({ code: 'too-many-requests', publishPerSecond: 1 }),
  ]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  await producer.send({
    topic: topicName(prefix, 'events'),
    messages: eventsOf('kafka', 100).map((event) => ({
      value: JSON.stringify(event),
      headers: { 'content-type': 'application/cloudevents+json' },
    })),
  });
  await setLimit(null);
  await eventually(async () => {
    expect((await post(eventsOf('third', 100))).status).toBe(202);
  });
  await eventually(() => {
    expect(accepted).toHaveLength(300);
  });
  expect(accepted.filter((id) => id.startsWith('second'))).toEqual([]);
});
