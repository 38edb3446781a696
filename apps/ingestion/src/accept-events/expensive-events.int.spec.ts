import { beforeAll, expect, it } from '@jest/globals';
import { topicName } from '@casewire/events';
import { consumerGroupId, createKafkaAdmin, deadLetterHeaders, ensureTopics } from '@casewire/kafka';
import { createLogger } from '@casewire/observability';
import { eventually, insertEventType, insertTenant, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useAdmin, useDatabase, useProducer, useResource, useTopic } from '@casewire/testing/fixtures';
import { startIngestion } from '../ingestion.fixture.ts';

const prefix = testTopicPrefix();
const logger = createLogger({ name: 'spec', level: 'silent' });
const events = topicName(prefix, 'events');

/** Stored as an older version may have. Without a budget, checking one of these events takes seconds. */
const slow = (count: number) => ({ pattern: `^(a|b)*a(a|b){${count}}[bd]$` });
const schema = { properties: { s: { anyOf: [slow(890), { type: 'string' }] } } };

const hostile = ['hostile 1', 'hostile 2', 'hostile 3', 'hostile 4', 'hostile 5', 'hostile 6'];
const good = ['good 1', 'good 2'];

const database = useDatabase();
const topics = useResource(
  () => createKafkaAdmin({ brokers: kafkaBrokers(), clientId: 'expensive-events-spec' }, logger),
  { close: (opened) => opened.close() },
);
const admin = useAdmin();
const producer = useProducer();

async function publish(...ids: readonly string[]): Promise<void> {
  await producer.send({ topic: events, acks: -1, messages: ids.map(eventOf) });
}

function eventOf(id: string) {
  const [tenantid] = id.split(' ');
  return {
    key: id,
    value: JSON.stringify({
      specversion: '1.0',
      id,
      source: '/s',
      type: 'claim.paid',
      tenantid,
      environment: 'sandbox',
      data: { s: 'a'.repeat(1_000) },
    }),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

beforeAll(async () => {
  for (const tenantId of ['hostile', 'good']) await insertTenant(database.pool, tenantId);
  await insertEventType(database.pool, 'hostile', 'claim.paid', schema);
  await insertEventType(database.pool, 'good', 'claim.paid');
  await ensureTopics(topics, prefix, ['events', 'accepted', 'rejected'], {
    partitions: 1,
    maxMessageBytes: 8 * 1024 * 1024,
  });
  await publish('good 1', ...hostile, 'good 2');
});

useResource(() => startIngestion(database.url, prefix), { close: (service) => service.stop() });
const accepted = useTopic(topicName(prefix, 'accepted'), ({ headers }) => headers?.['ce_id']?.toString());
const rejected = useTopic(topicName(prefix, 'rejected'), ({ key, headers }) => [
  key?.toString(),
  headers?.[deadLetterHeaders.reason]?.toString(),
]);

it('events that are too expensive to check are rejected, those beside them go on once, and all are committed', async () => {
  await eventually(async () => {
    const [committed] = await admin.fetchOffsets({
      groupId: consumerGroupId(prefix, 'ingestion'),
      topics: [events],
    });
    expect(committed?.partitions).toMatchObject([{ offset: String(hostile.length + good.length) }]);
  });
  // Whatever was accepted or rejected twice would stand before what becomes of these.
  await publish('good 3', 'hostile 7');
  await eventually(() => {
    expect(accepted).toContain('good 3');
    expect(rejected.map(([id]) => id)).toContain('hostile 7');
  });
  expect(accepted).toEqual([...good, 'good 3']);
  expect(rejected).toEqual([...hostile, 'hostile 7'].map((id) => [id, 'validation-too-expensive']));
});
