import { startKafka, startPostgres } from '@casewire/embedded';
import { join } from 'node:path';
import { type Context } from '../context.ts';
import { requireBrokers, requireDatabase } from './require-reachable.ts';
import { type Stack } from './stack.ts';
import { Supervisor } from './supervisor.ts';

const bytesPerMegabyte = 1e6;

async function addKafka(context: Context, stack: Stack, signal: AbortSignal): Promise<string> {
  const { config, paths, terminal } = context;
  const external = config.KAFKA_BROKERS;
  if (external !== undefined) {
    await requireBrokers(external);
    terminal.line(`Kafka: using ${external.join(',')} (KAFKA_BROKERS)`);
    return external.join(',');
  }
  const port = config.CASEWIRE_EMBEDDED_KAFKA_PORT;
  const step = terminal.step('Kafka');
  const supervisor = new Supervisor({
    name: 'Kafka',
    start: () =>
      startKafka({
        dataDir: join(paths.dataDir, 'kafka'),
        logDir: paths.logDir,
        port,
        cacheDir: join(paths.cacheDir, 'kafka'),
        javaCommand: config.JAVA_HOME === undefined ? undefined : join(config.JAVA_HOME, 'bin', 'java'),
        onDownload: (bytes) => {
          step.update(`downloading, ${Math.round(bytes / bytesPerMegabyte)} of about 53 MB`);
        },
        stopDeadlineMs: 3000,
        signal,
      }),
    report: (text) => {
      terminal.line(terminal.paint('yellow', text));
    },
  });
  await stack.start([supervisor]).catch((error: unknown) => {
    step.drop();
    throw error;
  });
  step.done(`ready on 127.0.0.1:${port}`);
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
  const step = terminal.step('PostgreSQL');
  let url = '';
  const supervisor = new Supervisor({
    name: 'PostgreSQL',
    start: async () => {
      const server = await startPostgres({
        dataDir: join(paths.dataDir, 'postgres'),
        logDir: paths.logDir,
        port,
        database: 'casewire',
        stopDeadlineMs: 3000,
        signal,
      });
      url = server.url;
      return server;
    },
    report: (text) => {
      terminal.line(terminal.paint('yellow', text));
    },
  });
  await stack.start([supervisor]).catch((error: unknown) => {
    step.drop();
    throw error;
  });
  step.done(`ready on 127.0.0.1:${port}`);
  return url;
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
