import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findFreePort,
  startKafka,
  startPostgres,
  type RunningKafka,
  type RunningPostgres,
} from '@casewire/embedded';
import { migrateTestDatabase, workspaceCache } from '@casewire/testing';

type PostgresSettings = Readonly<Record<string, string>>;

export interface OwnServersOptions {
  /** Settings of PostgreSQL besides those that it always gets. */
  readonly postgresSettings?: PostgresSettings;
  /** Called with PostgreSQL's folder before its first start. */
  readonly preparePostgres?: (folder: string) => Promise<void>;
}

/** A Kafka and a migrated PostgreSQL that nobody else uses, to be broken. */
export interface OwnServers {
  /** The present process of each. */
  readonly kafka: RunningKafka;
  readonly postgres: RunningPostgres;
  /** The folder of PostgreSQL's data directory. */
  readonly postgresFolder: string;
  /** Starts it again, after it ended, on the same port and data. */
  launchKafka(): Promise<void>;
  /** @param settings in place of those that it was started with */
  launchPostgres(settings?: PostgresSettings): Promise<void>;
  /** Ends both and deletes their data. */
  stop(): Promise<void>;
}

export async function startOwnServers({
  postgresSettings = {},
  preparePostgres,
}: OwnServersOptions = {}): Promise<OwnServers> {
  await mkdir(workspaceCache, { recursive: true });
  const folder = await mkdtemp(join(workspaceCache, 'own-servers-'));
  const [kafkaPort, postgresPort] = [await findFreePort(), await findFreePort()];
  const cacheDir = join(workspaceCache, 'kafka');
  const postgresFolder = join(folder, 'postgres');
  await preparePostgres?.(postgresFolder);
  const launch = {
    kafka: () => startKafka({ dataDir: join(folder, 'kafka'), port: kafkaPort, cacheDir }),
    postgres: (settings: PostgresSettings) =>
      startPostgres({ dataDir: postgresFolder, port: postgresPort, settings }),
  };
  let [kafka, postgres] = await Promise.all([launch.kafka(), launch.postgres(postgresSettings)]);
  await migrateTestDatabase(postgres.url);
  return {
    get kafka() {
      return kafka;
    },
    get postgres() {
      return postgres;
    },
    launchKafka: async () => {
      kafka = await launch.kafka();
    },
    postgresFolder,
    launchPostgres: async (settings = postgresSettings) => {
      postgres = await launch.postgres(settings);
    },
    stop: async () => {
      await Promise.all([kafka.stop(), postgres.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
