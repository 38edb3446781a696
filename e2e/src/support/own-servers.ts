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

/** A Kafka and a migrated PostgreSQL that nobody else uses, to be broken. */
export interface OwnServers {
  /** The present process of each. */
  readonly kafka: RunningKafka;
  readonly postgres: RunningPostgres;
  /** Starts it again, after it ended, on the same port and data. */
  launchKafka(): Promise<void>;
  launchPostgres(): Promise<void>;
  /** Ends both and deletes their data. */
  stop(): Promise<void>;
}

export async function startOwnServers(): Promise<OwnServers> {
  await mkdir(workspaceCache, { recursive: true });
  const folder = await mkdtemp(join(workspaceCache, 'own-servers-'));
  const [kafkaPort, postgresPort] = [await findFreePort(), await findFreePort()];
  const cacheDir = join(workspaceCache, 'kafka');
  const launch = {
    kafka: () => startKafka({ dataDir: join(folder, 'kafka'), port: kafkaPort, cacheDir }),
    postgres: () => startPostgres({ dataDir: join(folder, 'postgres'), port: postgresPort }),
  };
  let [kafka, postgres] = await Promise.all([launch.kafka(), launch.postgres()]);
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
    launchPostgres: async () => {
      postgres = await launch.postgres();
    },
    stop: async () => {
      await Promise.all([kafka.stop(), postgres.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
