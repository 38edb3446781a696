import { describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { countReceipts, report } from './support/duplicates.ts';
import { untilDelivered } from './support/ledger.ts';
import { startLoad } from './support/upstream.ts';
import { openSystem } from './support/open-system.ts';
import { startOwnServers } from './support/own-servers.ts';

const PER_SECOND = 200;

const servers = useResource(startOwnServers, { close: (started) => started.stop() });
const system = useResource(
  () =>
    openSystem({
      brokers: [servers.kafka.brokers],
      databaseUrl: servers.postgres.url,
      processes: 'each',
    }),
  { close: (opened) => opened.stop(), openDeadlineMs: 120_000 },
);
const receiver = useReceiver();

/** Runs a load, breaks something in the middle of it, and checks that every event still arrives. */
async function surviving(outage: string, breakAndMend: () => Promise<void>): Promise<void> {
  const tenant = await system.createTenant();
  await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}` });
  const load = startLoad(system.upstream, {
    tenantId: tenant.id,
    perSecond: PER_SECOND,
    atMost: 20 * PER_SECOND,
  });
  const received = () => receiver.requests.filter(({ url }) => url === `/${tenant.id}`);
  await receiver.waitFor(() => received().length > PER_SECOND);
  await breakAndMend();
  const after = load.published.length;
  await eventually(() => {
    expect(load.published.length).toBeGreaterThan(after);
  });
  const events = await load.stop();
  const invocations = await untilDelivered(tenant.api, events.length);
  expect(new Set(invocations.map(({ eventId }) => eventId))).toEqual(new Set(events));
  const receipts = countReceipts(received());
  report(outage, receipts.duplicates);
  expect(receipts.distinct).toBe(events.length);
}

describe('an outage under 200 events a second', () => {
  it('of Kafka loses no event and needs no hand', async () => {
    await surviving('restart of Kafka', async () => {
      await servers.kafka.kill();
      await servers.launchKafka();
    });
  });

  it('of PostgreSQL loses no event and needs no hand', async () => {
    await surviving('restart of PostgreSQL', async () => {
      await servers.postgres.kill();
      await servers.launchPostgres();
    });
  });
});
