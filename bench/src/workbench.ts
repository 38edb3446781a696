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
  eventually,
  migrateTestDatabase,
  serviceNames,
  startSystem,
  testTopicPrefix,
  workspaceCache,
} from '@casewire/testing';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { SinkCount } from './sink.ts';

/** A fresh system of its own with one webhook, a sink behind it, and an upstream in front of it. */
export interface Workbench {
  readonly tenantId: string;
  /** A key of that tenant. */
  readonly key: string;
  /** The gateway, and its operator's key. */
  readonly url: string;
  readonly adminKey: string;
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
  await mkdir(workspaceCache, { recursive: true });
  const folder = await mkdtemp(join(workspaceCache, 'bench-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const kafka = await startKafka({
      dataDir: join(folder, 'kafka'),
      port: await findFreePort(),
      cacheDir: join(workspaceCache, 'kafka'),
    });
    closers.push(() => kafka.stop());
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: await findFreePort() });
    closers.push(() => postgres.stop());
    await migrateTestDatabase(postgres.url);
    const topicPrefix = testTopicPrefix();
    const system = await startSystem({ brokers: [kafka.brokers], databaseUrl: postgres.url, topicPrefix });
    closers.push(() => system.stop());
    const sinkPort = await findFreePort();
    const sink = await startSink(program, sinkPort, folder);
    closers.push(() => sink.stop());
    const sinkUrl = `http://127.0.0.1:${sinkPort}`;
    const upstream = new Kafka({
      clientId: 'bench',
      brokers: [kafka.brokers],
      logLevel: logLevel.NOTHING,
    }).producer();
    await upstream.connect();
    closers.push(() => upstream.disconnect());
    const pool = createPool({ url: postgres.url, poolSize: 1, applicationName: 'bench' });
    closers.push(() => pool.end());
    const key = await createSubscription(system.url, system.adminKey, sinkUrl);
    return {
      tenantId: TENANT,
      key,
      url: system.url,
      adminKey: system.adminKey,
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
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const TENANT = 'bench';

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

/** @returns a key of the tenant */
async function createSubscription(url: string, adminKey: string, sinkUrl: string): Promise<string> {
  const operator = apiClient(url, adminKey);
  const answers = [
    await operator.post('/v1/tenants', { id: TENANT, name: 'Benchmark' }),
    await apiClient(url, adminKey, { 'casewire-tenant': TENANT, 'casewire-environment': 'sandbox' }).post(
      '/v1/webhooks',
      {
        url: `${sinkUrl}/hook`,
        maxConcurrency: 100,
      },
    ),
  ];
  const key = await operator.post<{ key: string }>(`/v1/tenants/${TENANT}/api-keys`, {
    environment: 'sandbox',
  });
  answers.push(key);
  for (const { status, body } of answers) {
    if (status !== 201) throw new Error(`setting up answered ${status}: ${JSON.stringify(body)}`);
  }
  return key.body.key;
}
