import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaBrokers, serviceNames, startReceiver, type Receiver } from '@casewire/testing';
import { countReceipts, report } from './support/duplicates.ts';
import { untilDelivered } from './support/ledger.ts';
import { startScenario, type Scenario } from './support/scenario.ts';
import { connectUpstream, startLoad, type Upstream } from './support/upstream.ts';

const PER_SECOND = 200;

/**
 * What one fault may repeat: a second of completions that were not committed yet, and what was being sent. A killed
 * member's partitions are read again from the last commit.
 */
const WINDOW = 2 * PER_SECOND;

let scenario: Scenario;
let upstream: Upstream;
let receiver: Receiver;

beforeAll(async () => {
  scenario = await startScenario();
  upstream = await connectUpstream(kafkaBrokers(), scenario.topicPrefix);
  receiver = await startReceiver();
}, 120_000);

afterAll(async () => {
  await receiver.close();
  await upstream.close();
  await scenario.end();
}, 60_000);

describe('SIGKILL under 200 events a second', () => {
  it.each(serviceNames)(
    'of %s loses no event',
    async (service) => {
      const tenant = await scenario.createTenant();
      await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}` });
      const load = startLoad(upstream, {
        tenantId: tenant.id,
        perSecond: PER_SECOND,
        atMost: 30 * PER_SECOND,
      });
      const received = () => receiver.requests.filter(({ url }) => url === `/${tenant.id}`);
      await receiver.waitFor(() => received().length > PER_SECOND, 30_000);
      await scenario.system.processOf(service).kill();
      const before = load.published.length;
      await receiver.waitFor(() => load.published.length > before + PER_SECOND, 30_000);
      await scenario.system.restart(service);
      const events = await load.stop();

      const invocations = await untilDelivered(tenant.api, events.length, 120_000);
      expect(new Set(invocations.map(({ eventId }) => eventId))).toEqual(new Set(events));
      const receipts = countReceipts(received());
      report(`SIGKILL of ${service}`, receipts);
      expect(receipts.distinct).toBe(events.length);
      expect(receipts.duplicates).toBeLessThanOrEqual(WINDOW);
    },
    180_000,
  );
});
