import { randomUUID } from 'node:crypto';
import { it } from '@jest/globals';
import { decodeReleaseOutcome, encodeDeliveryHeaders, topicName } from '@casewire/events';
import { testTopicPrefix } from '@casewire/testing';
import { expectRound, useBacklog, useDatabase, useResource, useTopic } from '@casewire/testing/fixtures';
import { deliveryTo, startDelivery } from '../delivery.fixture.ts';

const prefix = testTopicPrefix();
const database = useDatabase();

// The webhooks are gone, so each delivery is answered as soon as it is handed over: no receiver decides the order.
useBacklog(prefix, ['deliveries', 'attempts', 'rejected'], (tenantId) => {
  const webhookId = randomUUID();
  return { key: webhookId, value: '{}', headers: encodeDeliveryHeaders(deliveryTo(webhookId, tenantId)) };
});

useResource(() => startDelivery(database.url, prefix), { close: (service) => service.stop() });
const answered = useTopic(
  topicName(prefix, 'attempts'),
  ({ value }) => decodeReleaseOutcome(value ?? Buffer.alloc(0)).delivery.tenantId,
);

it('a delivery behind the backlog of another tenant is taken after a round, not after the backlog', async () => {
  await expectRound(answered);
});
