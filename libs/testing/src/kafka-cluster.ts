import { startKafkaCluster, type KafkaCluster } from '@casewire/embedded';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from './infrastructure/run-folder.ts';

/**
 * Three brokers of their own, for a spec that stops some: topics have a copy on each, and take records while two are in
 * sync. They take about 10 s and 1.2 GB. `stop` removes what they have stored.
 */
export async function startTestKafkaCluster(): Promise<KafkaCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'casewire-kafka-cluster-'));
  const cluster = await startKafkaCluster({ dataDir, cacheDir: join(cacheDir, 'kafka') });
  return {
    ...cluster,
    stop: async () => {
      await cluster.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
