import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPool, type Pool } from '@casewire/database';
import {
  findFreePort,
  isAlive,
  startKafka,
  startPostgres,
  startProcess,
  type ManagedProcess,
} from '@casewire/embedded';
import { eventually, migrateTestDatabase, workspaceCache } from '@casewire/testing';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { Sink } from '../load/sink-client.ts';
import { installStatements } from '../probe/statements.ts';

/** What a system under test stands on: servers that nobody else uses, a producer in front, and the sink behind. */
export interface Ground {
  /** For what belongs to this run: removed at its end. */
  readonly folder: string;
  readonly kafka: Kafka;
  /** For `KAFKA_BROKERS`. */
  readonly brokers: string;
  readonly databaseUrl: string;
  /** Kafka and PostgreSQL by name. */
  readonly servers: ReadonlyMap<string, number>;
  readonly upstream: Producer;
  /** Its statements are not counted among the system's. */
  readonly pool: Pool;
  readonly sink: Sink;
}

/** The bundle of this benchmark: started again as the sink and as stages of the floor. */
const program = process.argv[1] ?? '';

const SINK_DEADLINE_MS = 60_000;
/** Filling a ledger takes longer than any statement of a service may. */
const STATEMENT_TIMEOUT_MS = 600_000;
const folderPrefix = 'bench-';

/**
 * @param opened gets everything that is to be closed
 * @throws the reason of the signal
 */
export async function openGround(opened: AsyncDisposableStack, signal: AbortSignal): Promise<Ground> {
  const folder = await makeFolder();
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const kafka = await startKafka({
    dataDir: join(folder, 'kafka'),
    port: await findFreePort(),
    cacheDir: join(workspaceCache, 'kafka'),
    signal,
  });
  opened.defer(() => kafka.stop().then(() => undefined));
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await findFreePort(),
    settings: { shared_preload_libraries: 'pg_stat_statements' },
    signal,
  });
  opened.defer(() => postgres.stop().then(() => undefined));
  await migrateTestDatabase(postgres.url);
  signal.throwIfAborted();
  const client = new Kafka({ clientId: 'bench', brokers: [kafka.brokers], logLevel: logLevel.NOTHING });
  const upstream = client.producer();
  await upstream.connect();
  opened.defer(() => upstream.disconnect());
  const url = `${postgres.url}?options=${encodeURIComponent('-c pg_stat_statements.track=none')}`;
  const pool = createPool({
    url,
    poolSize: 1,
    applicationName: 'bench',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  opened.defer(() => pool.end());
  await installStatements(pool);
  return {
    folder,
    kafka: client,
    brokers: kafka.brokers,
    databaseUrl: postgres.url,
    servers: new Map([
      ['kafka', kafka.pid],
      ['postgres', postgres.pid],
    ]),
    upstream,
    pool,
    sink: await openSink(folder, opened),
  };
}

/** Starts this program again with other arguments, to be ended with the ground. */
export async function startAgain(
  args: readonly string[],
  { folder }: Pick<Ground, 'folder'>,
  opened: AsyncDisposableStack,
): Promise<ManagedProcess> {
  const started = await startProcess({
    command: process.execPath,
    args: ['--disable-warning=TimeoutNegativeWarning', program, ...args],
    logFile: join(folder, `${args[0] ?? 'program'}.log`),
    stopDeadlineMs: 5_000,
  });
  opened.defer(() => started.stop().then(() => undefined));
  return started;
}

async function openSink(folder: string, opened: AsyncDisposableStack): Promise<Sink> {
  const port = await findFreePort();
  await startAgain(['sink', String(port)], { folder }, opened);
  const sink = new Sink(`http://127.0.0.1:${port}`);
  await eventually(() => sink.count(), { deadlineMs: SINK_DEADLINE_MS });
  return sink;
}

/** A folder named after this process; those of processes that were killed are removed. */
async function makeFolder(): Promise<string> {
  await mkdir(workspaceCache, { recursive: true });
  for (const name of await readdir(workspaceCache)) {
    const pid = name.startsWith(folderPrefix) ? Number.parseInt(name.slice(folderPrefix.length), 10) : NaN;
    if (Number.isInteger(pid) && !isAlive(pid))
      await rm(join(workspaceCache, name), { recursive: true, force: true });
  }
  return mkdtemp(join(workspaceCache, `${folderPrefix}${process.pid}-`));
}
