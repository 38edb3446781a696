import { findFreePort, startKafka, startPostgres } from '@casewire/embedded';
import { join } from 'node:path';
import { cacheDir } from './run-folder.ts';
import { type Server } from './server.ts';

export async function startEmbeddedKafka(runFolder: string): Promise<Server> {
  const kafka = await startKafka({
    dataDir: join(runFolder, 'kafka'),
    port: await findFreePort(),
    cacheDir: join(cacheDir, 'kafka'),
  });
  return { address: kafka.brokers, stop: () => kafka.stop() };
}

export async function startEmbeddedPostgres(runFolder: string): Promise<Server> {
  const postgres = await startPostgres({ dataDir: join(runFolder, 'postgres'), port: await findFreePort() });
  return { address: postgres.url, stop: () => postgres.stop() };
}
