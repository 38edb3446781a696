import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  findFreePort,
  startKafka,
  startPostgres,
  type RunningKafka,
  type RunningPostgres,
} from '@casewire/embedded';
import {
  eventually,
  migrateTestDatabase,
  startReceiver,
  testTopicPrefix,
  workspaceCache,
  type Receiver,
} from '@casewire/testing';
import { countReceipts, report } from './support/duplicates.ts';
import { untilDelivered } from './support/ledger.ts';
import { startScenario, type Scenario } from './support/scenario.ts';
import { connectUpstream, startLoad, type Upstream } from './support/upstream.ts';

const PER_SECOND = 200;

let folder: string;
let kafka: RunningKafka;
let postgres: RunningPostgres;
let kafkaPort: number;
let postgresPort: number;
let scenario: Scenario;
let upstream: Upstream;
let receiver: Receiver;

const launchKafka = () =>
  startKafka({ dataDir: join(folder, 'kafka'), port: kafkaPort, cacheDir: join(workspaceCache, 'kafka') });
const launchPostgres = () => startPostgres({ dataDir: join(folder, 'postgres'), port: postgresPort });

beforeAll(async () => {
  folder = await mkdtemp(join(workspaceCache, 'outages-'));
  kafkaPort = await findFreePort();
  postgresPort = await findFreePort();
  [kafka, postgres] = await Promise.all([launchKafka(), launchPostgres()]);
  await migrateTestDatabase(postgres.url);
  const brokers = [kafka.brokers];
  scenario = await startScenario({ brokers, databaseUrl: postgres.url, topicPrefix: testTopicPrefix() });
  upstream = await connectUpstream(brokers, scenario.topicPrefix);
  receiver = await startReceiver();
}, 180_000);

afterAll(async () => {
  await receiver.close();
  await upstream.close();
  await scenario.end();
  await Promise.all([kafka.stop(), postgres.stop()]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** Runs a load, breaks something in the middle of it, and checks that every event still arrives. */
async function surviving(outage: string, breakAndMend: () => Promise<void>): Promise<void> {
  const tenant = await scenario.createTenant();
  await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}` });
  const load = startLoad(upstream, { tenantId: tenant.id, perSecond: PER_SECOND, atMost: 20 * PER_SECOND });
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
      await kafka.kill();
      kafka = await launchKafka();
    });
  }, 240_000);

  it('of PostgreSQL loses no event and needs no hand', async () => {
    await surviving('restart of PostgreSQL', async () => {
      await postgres.kill();
      postgres = await launchPostgres();
    });
  }, 240_000);
});
