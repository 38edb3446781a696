import { beforeAll, expect, it } from '@jest/globals';
import { topicName } from '@casewire/events';
import { ensureTopics, createKafkaAdmin } from '@casewire/kafka';
import { createLogger } from '@casewire/observability';
import { eventually, insertEventType, insertTenant, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useProducer, useResource, useTopic } from '@casewire/testing/fixtures';
import { startIngestion } from '../ingestion.fixture.ts';

const BACKLOG = 6_000;

const prefix = testTopicPrefix();
const logger = createLogger({ name: 'spec', level: 'silent' });

const database = useDatabase();
const admin = useResource(
  () => createKafkaAdmin({ brokers: kafkaBrokers(), clientId: 'turns-spec' }, logger),
  { close: (opened) => opened.close() },
);
const producer = useProducer();

beforeAll(async () => {
  for (const tenant of ['hostile', 'good']) {
    await insertTenant(database.pool, tenant);
    await insertEventType(database.pool, tenant, 'claim.paid');
  }
  await ensureTopics(admin, prefix, ['events', 'accepted', 'rejected'], {
    partitions: 1,
    maxMessageBytes: 8 * 1024 * 1024,
  });
  await producer.send({
    topic: topicName(prefix, 'events'),
    acks: -1,
    messages: [...Array.from({ length: BACKLOG }, () => 'hostile'), 'good'].map((tenantid, index) => ({
      key: `claim ${index}`,
      value: JSON.stringify({
        data: { tenantid: 'good', environment: 'sandbox' },
        specversion: '1.0',
        id: String(index),
        source: '/claims',
        type: 'claim.paid',
        tenantid,
        environment: 'sandbox',
      }),
      headers: { 'content-type': 'application/cloudevents+json' },
    })),
  });
});

useResource(() => startIngestion(database.url, prefix), { close: (service) => service.stop() });
const accepted = useTopic(topicName(prefix, 'accepted'), ({ headers }) =>
  headers?.['ce_tenantid']?.toString(),
);

it('an event behind the backlog of another tenant is accepted after a round, not after the backlog', async () => {
  await eventually(
    () => {
      expect(accepted).toHaveLength(BACKLOG + 1);
    },
    { deadlineMs: 60_000 },
  );
  // A few batches are taken before the backlog is fetched to its end.
  expect(accepted.indexOf('good')).toBeLessThan(BACKLOG / 2);
});
