import { findFreePort, startKafka, startPostgres } from '@casewire/embedded';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { publishAddresses } from './addresses.ts';
import {
  isContainerEngineReachable,
  startKafkaContainer,
  startPostgresContainer,
  type Server,
} from './containers.ts';
import { createDatabase, migrateTestDatabase } from './databases.ts';
import { cacheDir, makeRunFolder } from './run-folder.ts';

interface Infrastructure {
  stop: () => Promise<void>;
}

/** What runs, and how many tiers of specs use it. */
interface Shared {
  readonly infrastructure: Promise<Infrastructure>;
  users: number;
}

/** On the global object: jest loads setup and teardown as two copies of this module. */
const holder: typeof globalThis & { casewireTestInfrastructure?: Shared } = globalThis;

async function startEmbeddedKafka(runFolder: string): Promise<Server> {
  const kafka = await startKafka({
    dataDir: join(runFolder, 'kafka'),
    port: await findFreePort(),
    cacheDir: join(cacheDir, 'kafka'),
  });
  return { address: kafka.brokers, stop: () => kafka.stop() };
}

async function startEmbeddedPostgres(runFolder: string): Promise<Server> {
  const postgres = await startPostgres({ dataDir: join(runFolder, 'postgres'), port: await findFreePort() });
  return { address: postgres.url, stop: () => postgres.stop() };
}

/** Starts a container, or an embedded server if the engine cannot run the image, for instance without network. */
async function startOwn(
  useContainers: boolean,
  startContainer: () => Promise<Server>,
  startEmbedded: () => Promise<Server>,
): Promise<Server> {
  if (!useContainers) return startEmbedded();
  return startContainer().catch((error: unknown) => {
    console.warn('containers cannot be used, embedded servers are:', error);
    return startEmbedded();
  });
}

/** A server that somebody else started and stops. */
function externalServer(address: string): Server {
  return { address, stop: () => Promise.resolve() };
}

async function startServers(runFolder: string): Promise<{ kafka: Server; postgres: Server }> {
  const { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl } = process.env;
  const isEverythingExternal = brokers !== undefined && databaseUrl !== undefined;
  const useContainers = !isEverythingExternal && (await isContainerEngineReachable());
  const [kafka, postgres] = await Promise.all([
    brokers !== undefined
      ? externalServer(brokers)
      : startOwn(useContainers, startKafkaContainer, () => startEmbeddedKafka(runFolder)),
    databaseUrl !== undefined
      ? externalServer(databaseUrl)
      : startOwn(useContainers, startPostgresContainer, () => startEmbeddedPostgres(runFolder)),
  ]);
  return { kafka, postgres };
}

async function start(): Promise<Infrastructure> {
  const runFolder = await makeRunFolder();
  const { kafka, postgres } = await startServers(runFolder);
  // Test databases are cloned from it: a clone takes 30 ms, migrating one takes seconds.
  const template = await createDatabase(postgres.address);
  await migrateTestDatabase(template.url);
  publishAddresses({
    brokers: kafka.address,
    databaseUrl: postgres.address,
    templateDatabase: template.name,
  });
  return {
    stop: async () => {
      await template.drop();
      await Promise.all([kafka.stop(), postgres.stop()]);
      await rm(runFolder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the servers of a run, once for all tiers: an external Kafka or PostgreSQL where `KAFKA_BROKERS` or `DATABASE_URL`
 * names one, else a container where an engine answers, else an embedded one.
 */
export async function startInfrastructure(): Promise<void> {
  const shared = (holder.casewireTestInfrastructure ??= { infrastructure: start(), users: 0 });
  shared.users += 1;
  await shared.infrastructure;
}

/** Stops the servers when the last tier that started them needs them no longer. */
export async function stopInfrastructure(): Promise<void> {
  const shared = holder.casewireTestInfrastructure;
  if (shared === undefined) return;
  shared.users -= 1;
  if (shared.users > 0) return;
  delete holder.casewireTestInfrastructure;
  await (await shared.infrastructure).stop();
}
