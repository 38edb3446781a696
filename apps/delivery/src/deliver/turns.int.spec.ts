import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { decodeReleaseOutcome, encodeDeliveryHeaders, topicName } from '@casewire/events';
import { createKafkaAdmin, ensureTopics } from '@casewire/kafka';
import { createLogger } from '@casewire/observability';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useProducer, useResource, useTopic } from '@casewire/testing/fixtures';
import { deliveryTo, startDelivery } from '../delivery.fixture.ts';

const BACKLOG = 4_000;

const prefix = testTopicPrefix();
const logger = createLogger({ name: 'spec', level: 'silent' });

const database = useDatabase();
const admin = useResource(
  () => createKafkaAdmin({ brokers: kafkaBrokers(), clientId: 'turns-spec' }, logger),
  { close: (opened) => opened.close() },
);
const producer = useProducer();

beforeAll(async () => {
  await ensureTopics(admin, prefix, ['deliveries', 'attempts', 'rejected'], {
    partitions: 1,
    maxMessageBytes: 8 * 1024 * 1024,
  });
  await producer.send({
    topic: topicName(prefix, 'deliveries'),
    acks: -1,
    // Their webhooks are gone, so each is answered as soon as it is handed over: no receiver decides the order.
    messages: [...Array.from({ length: BACKLOG }, () => 'hostile'), 'good'].map((tenantId) => {
      const webhookId = randomUUID();
      return { key: webhookId, value: '{}', headers: encodeDeliveryHeaders(deliveryTo(webhookId, tenantId)) };
    }),
  });
});

useResource(() => startDelivery(database.url, prefix), { close: (service) => service.stop() });
const answered = useTopic(
  topicName(prefix, 'attempts'),
  ({ value }) => decodeReleaseOutcome(value ?? Buffer.alloc(0)).delivery.tenantId,
);

it('a delivery behind the backlog of another tenant is taken after a round, not after the backlog', async () => {
  await eventually(
    () => {
      expect(answered).toHaveLength(BACKLOG + 1);
    },
    { deadlineMs: 60_000 },
  );
  // A few batches are taken before the backlog is fetched to its end.
  expect(answered.indexOf('good')).toBeLessThan(BACKLOG / 2);
});
