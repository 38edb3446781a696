import { join } from 'node:path';
import { findFreePort } from '../ports.ts';
import { randomClusterId } from './storage.ts';
import { startKafka, type KafkaOptions, type RunningKafka } from './start-kafka.ts';

/** Nodes are counted from 1. The first controls the cluster, and cannot be replaced while it is away. */
export interface KafkaCluster {
  /** For `KAFKA_BROKERS`. */
  readonly brokers: string;
  /** Ends a node in order: it hands over what it leads. */
  stopNode(id: number): Promise<void>;
  /** Ends a node as a crash would. */
  killNode(id: number): Promise<void>;
  startNode(id: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts several brokers that replicate topics, each with a folder of its own within `dataDir`. Topics have a copy on each
 * of them, and take records while all but one are in sync, unless they are made otherwise.
 * @throws EmbeddedError as `startKafka` does; brokers that did start are stopped then
 */
export async function startKafkaCluster(
  options: Pick<KafkaOptions, 'dataDir' | 'cacheDir'>,
  nodes = 3,
): Promise<KafkaCluster> {
  const controllerPort = await findFreePort();
  const clusterId = randomClusterId();
  const ports = new Map<number, number>();
  for (let id = 1; id <= nodes; id++) ports.set(id, await findFreePort());
  const running = new Map<number, RunningKafka>();
  const startNode = async (id: number): Promise<void> => {
    const port = ports.get(id);
    if (port === undefined || running.has(id)) throw new Error(`node ${id} cannot be started`);
    const node = { id, clusterId, nodes, controllerPort };
    const dataDir = join(options.dataDir, String(id));
    running.set(id, await startKafka({ ...options, dataDir, port, node }));
  };
  const endNode = async (id: number, end: (kafka: RunningKafka) => Promise<unknown>): Promise<void> => {
    const kafka = running.get(id);
    if (kafka === undefined) return;
    await end(kafka);
    running.delete(id);
  };
  const stopNode = (id: number) => endNode(id, (kafka) => kafka.stop());
  // The controller last: without it the others cannot hand over what they lead.
  const stop = async (): Promise<void> => {
    await Promise.all([...running.keys()].filter((id) => id !== 1).map(stopNode));
    await stopNode(1);
  };
  const started = await Promise.allSettled([...ports.keys()].map(startNode));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    brokers: [...ports.values()].map((port) => `127.0.0.1:${port}`).join(','),
    stopNode,
    killNode: (id) => endNode(id, (kafka) => kafka.kill()),
    startNode,
    stop,
  };
}
