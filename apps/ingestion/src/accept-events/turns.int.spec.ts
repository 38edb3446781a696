import { beforeAll, it } from '@jest/globals';
import { topicName } from '@casewire/events';
import { insertEventType, insertTenant, testTopicPrefix } from '@casewire/testing';
import { expectRound, useBacklog, useDatabase, useResource, useTopic } from '@casewire/testing/fixtures';
import { startIngestion } from '../ingestion.fixture.ts';

const prefix = testTopicPrefix();
const database = useDatabase();

beforeAll(async () => {
  for (const tenant of ['hostile', 'good']) {
    await insertTenant(database.pool, tenant);
    await insertEventType(database.pool, tenant, 'claim.paid');
  }
});

useBacklog(prefix, ['events', 'accepted', 'rejected'], (tenantid, index) => ({
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
}));

useResource(() => startIngestion(database.url, prefix), { close: (service) => service.stop() });
const accepted = useTopic(topicName(prefix, 'accepted'), ({ headers }) =>
  headers?.['ce_tenantid']?.toString(),
);

it('an event behind the backlog of another tenant is accepted after a round, not after the backlog', async () => {
  await expectRound(accepted);
});
