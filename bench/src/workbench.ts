import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPool, type Pool } from '@casewire/database';
import {
  findFreePort,
  startKafka,
  startPostgres,
  startProcess,
  type ManagedProcess,
} from '@casewire/embedded';
import {
  apiClient,
  createTenant,
  eventually,
  migrateTestDatabase,
  serviceNames,
  startSystem,
  testTopicPrefix,
  workspaceCache,
  type Tenant,
} from '@casewire/testing';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { SinkCount } from './sink.ts';

/** A fresh system of its own with one webhook, a sink behind it, and an upstream in front of it. */
export interface Workbench {
  /** The owner of the webhook. */
  readonly tenant: Tenant;
  /** Makes another tenant with a sandbox key. */
  createTenant(): Promise<Tenant>;
  /** The gateway. */
  readonly url: string;
  readonly sinkUrl: string;
  readonly topic: string;
  readonly upstream: Producer;
  readonly pool: Pool;
  /** Every process of the system by name, Kafka and PostgreSQL among them, without sink and upstream. */
  readonly processes: ReadonlyMap<string, number>;
  sinkCount(): Promise<SinkCount>;
  /** Milliseconds from acceptance to receipt, of every delivery in the order of arrival. */
  sinkLatenciesMs(): Promise<readonly number[]>;
  resetSink(): Promise<void>;
  close(): Promise<void>;
}

/** @param program the bundle of the benchmark, started again as the sink */
export async function openWorkbench(program: string): Promise<Workbench> {
  await using opened = new AsyncDisposableStack();
  const stopLater = (server: ManagedProcess): void => {
    opened.defer(async () => {
      await server.stop();
    });
  };
  await mkdir(workspaceCache, { recursive: true });
  const folder = await mkdtemp(join(workspaceCache, 'bench-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const kafka = await startKafka({
    dataDir: join(folder, 'kafka'),
    port: await findFreePort(),
    cacheDir: join(workspaceCache, 'kafka'),
  });
  stopLater(kafka);
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: await findFreePort() });
  stopLater(postgres);
  await migrateTestDatabase(postgres.url);
  const topicPrefix = testTopicPrefix();
  const system = await startSystem({ brokers: [kafka.brokers], databaseUrl: postgres.url, topicPrefix });
  opened.defer(() => system.stop());
  const sinkPort = await findFreePort();
  const sink = await startSink(program, sinkPort, folder);
  stopLater(sink);
  const sinkUrl = `http://127.0.0.1:${sinkPort}`;
  const kafkaClient = new Kafka({ clientId: 'bench', brokers: [kafka.brokers], logLevel: logLevel.NOTHING });
  const upstream = kafkaClient.producer();
  await upstream.connect();
  opened.defer(() => upstream.disconnect());
  const pool = createPool({ url: postgres.url, poolSize: 1, applicationName: 'bench' });
  opened.defer(() => pool.end());
  const operator = apiClient(system.url, system.adminKey);
  const newTenant = () => createTenant(system.url, operator);
  const tenant = await newTenant();
  await tenant.createWebhook({ url: `${sinkUrl}/hook`, maxConcurrency: 100 });
  const kept = opened.move();
  return {
    tenant,
    createTenant: newTenant,
    url: system.url,
    sinkUrl,
    topic: `${topicPrefix}events.v1`,
    upstream,
    pool,
    processes: new Map([
      ['kafka', kafka.pid],
      ['postgres', postgres.pid],
      ...serviceNames.map((name) => [name, system.processOf(name).pid] as const),
    ]),
    sinkCount: async () => (await (await fetch(`${sinkUrl}/count`)).json()) as SinkCount,
    sinkLatenciesMs: async () => (await (await fetch(`${sinkUrl}/latencies`)).json()) as number[],
    resetSink: async () => {
      await fetch(`${sinkUrl}/reset`, { method: 'POST' });
    },
    close: () => kept.disposeAsync(),
  };
}

async function startSink(program: string, port: number, folder: string): Promise<ManagedProcess> {
  const sink = await startProcess({
    command: process.execPath,
    args: [program, 'sink', String(port)],
    logFile: join(folder, 'sink.log'),
    stopDeadlineMs: 2_000,
  });
  await eventually(() => fetch(`http://127.0.0.1:${port}/count`), { deadlineMs: 60_000 });
  return sink;
}
