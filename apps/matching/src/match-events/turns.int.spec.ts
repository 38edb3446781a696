import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '@casewire/config';
import { encodeAcceptedHeaders, timeOrderedUuid, topicName } from '@casewire/events';
import { createKafkaAdmin, ensureTopics } from '@casewire/kafka';
import { createLogger } from '@casewire/observability';
import { startService } from '@casewire/service';
import { eventually, insertTenant, insertWebhook, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useProducer, useResource, useTopic } from '@casewire/testing/fixtures';
import { compose } from '../compose.ts';
import { configSchema } from '../config.ts';

const BACKLOG = 4_000;

const prefix = testTopicPrefix();
const logger = createLogger({ name: 'matching', level: 'silent' });

const database = useDatabase();
const admin = useResource(
  () => createKafkaAdmin({ brokers: kafkaBrokers(), clientId: 'turns-spec' }, logger),
  { close: (opened) => opened.close() },
);
const producer = useProducer();

beforeAll(async () => {
  for (const tenantId of ['hostile', 'good']) {
    await insertTenant(database.pool, tenantId);
    await insertWebhook(database.pool, { tenantId, environment: 'production' });
  }
  await ensureTopics(admin, prefix, ['accepted', 'deliveries', 'ordered', 'rejected'], {
    partitions: 1,
    maxMessageBytes: 8 * 1024 * 1024,
  });
  const acceptedAt = Date.now();
  await producer.send({
    topic: topicName(prefix, 'accepted'),
    acks: -1,
    messages: [...Array.from({ length: BACKLOG }, () => 'hostile'), 'good'].map((tenantid, index) => ({
      key: `event ${index}`,
      value: '{}',
      headers: encodeAcceptedHeaders({
        uid: timeOrderedUuid(acceptedAt, randomBytes(10)),
        acceptedAt,
        attributes: {
          id: String(index),
          source: '/workflows',
          type: 'workflow.completed',
          time: new Date(acceptedAt).toISOString(),
          tenantid,
          environment: 'production',
        },
        data: Buffer.from('{}'),
      }),
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
    const running = await startService({ name: 'matching', config, logger, compose });
    await running.started;
    return running;
  },
  { close: (service) => service.stop() },
);
const started = useTopic(topicName(prefix, 'deliveries'), ({ headers }) => headers?.['tenant']?.toString());

it('an event behind the backlog of another tenant is matched after a round, not after the backlog', async () => {
  await eventually(
    () => {
      expect(started).toHaveLength(BACKLOG + 1);
    },
    { deadlineMs: 60_000 },
  );
  // A few batches are taken before the backlog is fetched to its end.
  expect(started.indexOf('good')).toBeLessThan(BACKLOG / 2);
});
