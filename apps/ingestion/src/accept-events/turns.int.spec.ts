import { beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '@casewire/config';
import { topicName } from '@casewire/events';
import { ensureTopics, createKafkaAdmin } from '@casewire/kafka';
import { createLogger } from '@casewire/observability';
import { startService } from '@casewire/service';
import { eventually, insertEventType, insertTenant, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useProducer, useResource, useTopic } from '@casewire/testing/fixtures';
import { compose } from '../compose.ts';
import { configSchema } from '../config.ts';

const BACKLOG = 6_000;

const prefix = testTopicPrefix();
const logger = createLogger({ name: 'ingestion', level: 'silent' });

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

useResource(
  async () => {
    const config = loadConfig(configSchema, {
      KAFKA_BROKERS: kafkaBrokers().join(','),
      DATABASE_URL: database.url,
      CASEWIRE_TOPIC_PREFIX: prefix,
      CASEWIRE_INTERNAL_KEY: 'k'.repeat(32),
      PORT: '0',
    });
    const running = await startService({ name: 'ingestion', config, logger, compose });
    await running.started;
    return running;
  },
  { close: (service) => service.stop() },
);
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
