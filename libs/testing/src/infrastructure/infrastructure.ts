import { rm } from 'node:fs/promises';
import { publishAddresses } from './addresses.ts';
import { isContainerEngineReachable, startKafkaContainer, startPostgresContainer } from './containers.ts';
import { startEmbeddedKafka, startEmbeddedPostgres } from './embedded.ts';
import { makeRunFolder } from './run-folder.ts';
import { externalServer, type Server } from './server.ts';
import { makeTemplateDatabase } from './template-database.ts';

interface Infrastructure {
  stop: () => Promise<void>;
}

/** On the global object: jest loads setup and teardown as two copies of this module. */
const holder: typeof globalThis & { casewireTestInfrastructure?: Promise<Infrastructure> } = globalThis;

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
  const template = await makeTemplateDatabase(postgres.address);
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
 * Starts the servers of a run, once: an external Kafka or PostgreSQL where `KAFKA_BROKERS` or `DATABASE_URL` names one,
 * else a container where an engine answers, else an embedded one.
 */
export async function startInfrastructure(): Promise<void> {
  await (holder.casewireTestInfrastructure ??= start());
}

export async function stopInfrastructure(): Promise<void> {
  const infrastructure = await holder.casewireTestInfrastructure;
  delete holder.casewireTestInfrastructure;
  await infrastructure?.stop();
}
