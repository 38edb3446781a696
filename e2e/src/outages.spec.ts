import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  findFreePort,
  startKafka,
  startPostgres,
  type RunningKafka,
  type RunningPostgres,
} from '@casewire/embedded';
import { eventually, migrateTestDatabase, workspaceCache } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { countReceipts, report } from './support/duplicates.ts';
import { untilDelivered } from './support/ledger.ts';
import { startLoad } from './support/upstream.ts';
import { openSystem, type RunningSystem } from './support/use-system.ts';

const PER_SECOND = 200;

/** The servers of this file alone; `kafka` and `postgres` are their present processes. */
interface Servers {
  readonly launchKafka: () => Promise<RunningKafka>;
  readonly launchPostgres: () => Promise<RunningPostgres>;
  readonly folder: string;
  kafka: RunningKafka;
  postgres: RunningPostgres;
}

const servers = useResource(startServers, { close: stopServers });
const system = useResource(startSystem, { close: (opened) => opened.stop(), openDeadlineMs: 120_000 });
const receiver = useReceiver();

async function startServers(): Promise<Servers> {
  const folder = await mkdtemp(join(workspaceCache, 'outages-'));
  const [kafkaPort, postgresPort] = [await findFreePort(), await findFreePort()];
  const cacheDir = join(workspaceCache, 'kafka');
  const launchKafka = () => startKafka({ dataDir: join(folder, 'kafka'), port: kafkaPort, cacheDir });
  const launchPostgres = () => startPostgres({ dataDir: join(folder, 'postgres'), port: postgresPort });
  const [kafka, postgres] = await Promise.all([launchKafka(), launchPostgres()]);
  return { launchKafka, launchPostgres, folder, kafka, postgres };
}

async function stopServers({ kafka, postgres, folder }: Servers): Promise<void> {
  await Promise.all([kafka.stop(), postgres.stop()]);
  await rm(folder, { recursive: true, force: true });
}

async function startSystem(): Promise<RunningSystem> {
  const { kafka, postgres } = servers;
  await migrateTestDatabase(postgres.url);
  return openSystem({ brokers: [kafka.brokers], databaseUrl: postgres.url });
}

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
  await receiver.waitFor(() => received().length > PER_SECOND, 30_000);
  await breakAndMend();
  const after = load.published.length;
  await eventually(
    () => {
      expect(load.published.length).toBeGreaterThan(after);
    },
    { deadlineMs: 60_000 },
  );
  const events = await load.stop();
  const invocations = await untilDelivered(tenant.api, events.length, 120_000);
  expect(new Set(invocations.map(({ eventId }) => eventId))).toEqual(new Set(events));
  const receipts = countReceipts(received());
  report(outage, receipts.duplicates);
  expect(receipts.distinct).toBe(events.length);
}

describe('an outage under 200 events a second', () => {
  it('of Kafka loses no event and needs no hand', async () => {
    await surviving('restart of Kafka', async () => {
      await servers.kafka.kill();
      servers.kafka = await servers.launchKafka();
    });
  }, 240_000);

  it('of PostgreSQL loses no event and needs no hand', async () => {
    await surviving('restart of PostgreSQL', async () => {
      await servers.postgres.kill();
      servers.postgres = await servers.launchPostgres();
    });
  }, 240_000);
});
