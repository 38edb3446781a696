import { randomBytes } from 'node:crypto';
import { beforeAll, it } from '@jest/globals';
import { loadConfig } from '@casewire/config';
import { encodeAcceptedHeaders, timeOrderedUuid, topicName } from '@casewire/events';
import { createLogger } from '@casewire/observability';
import { startService } from '@casewire/service';
import { insertTenant, insertWebhook, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { expectRound, useBacklog, useDatabase, useResource, useTopic } from '@casewire/testing/fixtures';
import { compose } from '../compose.ts';
import { configSchema } from '../config.ts';

const prefix = testTopicPrefix();
const database = useDatabase();

beforeAll(async () => {
  for (const tenantId of ['hostile', 'good']) {
    await insertTenant(database.pool, tenantId);
    await insertWebhook(database.pool, { tenantId, environment: 'production' });
  }
});

const acceptedAt = Date.now();
useBacklog(prefix, ['accepted', 'deliveries', 'ordered', 'rejected'], (tenantid, index) => ({
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
}));

useResource(
  async () => {
    const config = loadConfig(configSchema, {
      KAFKA_BROKERS: kafkaBrokers().join(','),
      DATABASE_URL: database.url,
      CASEWIRE_TOPIC_PREFIX: prefix,
      CASEWIRE_INTERNAL_KEY: 'k'.repeat(32),
      PORT: '0',
    });
    const logger = createLogger({ name: 'matching', level: 'silent' });
    const running = await startService({ name: 'matching', config, logger, compose });
    await running.started;
    return running;
  },
  { close: (service) => service.stop() },
);
const started = useTopic(topicName(prefix, 'deliveries'), ({ headers }) => headers?.['tenant']?.toString());

it('an event behind the backlog of another tenant is matched after a round, not after the backlog', async () => {
  await expectRound(started);
});
