import { startKafka, startPostgres, type ManagedProcess } from '@casewire/embedded';
import { join } from 'node:path';
import { type Step } from '../console/terminal.ts';
import { type Context } from '../context.ts';
import { requireBrokers, requireDatabase } from './require-reachable.ts';
import { type Stack } from './stack.ts';
import { Supervisor } from './supervisor.ts';

const bytesPerMegabyte = 1e6;

/** How long a server may take to end before it is killed. */
const stopDeadlineMs = 3000;

async function addKafka(context: Context, stack: Stack, signal: AbortSignal): Promise<string> {
  const { config, paths, terminal } = context;
  const external = config.KAFKA_BROKERS;
  if (external !== undefined) {
    await requireBrokers(external);
    terminal.line(`Kafka: using ${external.join(',')} (KAFKA_BROKERS)`);
    return external.join(',');
  }
  const port = config.CASEWIRE_EMBEDDED_KAFKA_PORT;
  await startServer(context, stack, { name: 'Kafka', port }, (step) =>
    startKafka({
      dataDir: join(paths.dataDir, 'kafka'),
      logDir: paths.logDir,
      port,
      cacheDir: join(paths.cacheDir, 'kafka'),
      javaCommand: config.JAVA_HOME === undefined ? undefined : join(config.JAVA_HOME, 'bin', 'java'),
      onDownload: (bytes) => {
        step.update(`downloading, ${Math.round(bytes / bytesPerMegabyte)} of about 53 MB`);
      },
      stopDeadlineMs,
      signal,
    }),
  );
  return `127.0.0.1:${port}`;
}

async function addPostgres(context: Context, stack: Stack, signal: AbortSignal): Promise<string> {
  const { config, paths, terminal } = context;
  if (config.DATABASE_URL !== undefined) {
    await requireDatabase(config.DATABASE_URL);
    terminal.line(`PostgreSQL: using ${new URL(config.DATABASE_URL).host} (DATABASE_URL)`);
    return config.DATABASE_URL;
  }
  const port = config.CASEWIRE_EMBEDDED_POSTGRES_PORT;
  let url = '';
  await startServer(context, stack, { name: 'PostgreSQL', port }, async () => {
    const server = await startPostgres({
      dataDir: join(paths.dataDir, 'postgres'),
      logDir: paths.logDir,
      port,
      database: 'casewire',
      stopDeadlineMs,
      signal,
    });
    url = server.url;
    return server;
  });
  return url;
}

/** Starts a server under supervision. A line shows how the start goes on. */
async function startServer(
  { terminal }: Context,
  stack: Stack,
  { name, port }: { readonly name: string; readonly port: number },
  start: (step: Step) => Promise<ManagedProcess>,
): Promise<void> {
  const step = terminal.step(name);
  const supervisor = new Supervisor({ name, start: () => start(step), report: terminal.warn });
  await stack.start([supervisor]).catch((error: unknown) => {
    step.drop();
    throw error;
  });
  step.done(`ready on 127.0.0.1:${port}`);
}

export interface Servers {
  /** For `KAFKA_BROKERS`. */
  brokers: string;
  databaseUrl: string;
}

/** Starts Kafka and PostgreSQL side by side. Variables may name external ones instead. */
export async function startServers(context: Context, stack: Stack, signal: AbortSignal): Promise<Servers> {
  const [brokers, databaseUrl] = await Promise.allSettled([
    addKafka(context, stack, signal),
    addPostgres(context, stack, signal),
  ]);
  if (brokers.status === 'rejected') throw brokers.reason;
  if (databaseUrl.status === 'rejected') throw databaseUrl.reason;
  return { brokers: brokers.value, databaseUrl: databaseUrl.value };
}
