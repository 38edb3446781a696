import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findFreePort, requireFreePort } from '../ports.ts';
import { endLeftover } from '../process/leftover.ts';
import { startProcess, type ManagedProcess } from '../process/managed-process.ts';
import { requireReady } from '../process/require-ready.ts';
import { START_DEADLINE_MS, type ServerOptions } from '../server-options.ts';
import { kafkaDistribution, loggingConfiguration, type DistributionOptions } from './distribution.ts';
import { renderServerProperties, type ClusterNode } from './properties.ts';
import { isBrokerReady } from './readiness.ts';
import { ensureFormatted } from './storage.ts';

/** The logs are `kafka.log` and `kafka-console.log`. */
export interface KafkaOptions extends ServerOptions, Omit<DistributionOptions, 'signal'> {
  /** Default `java`; Java 17 or later. */
  javaCommand?: string | undefined;
  /** Default: the broker is alone. `startKafkaCluster` starts several. */
  node?: (ClusterNode & { controllerPort: number }) | undefined;
}

/** `stop` ends it in order, `kill` as a crash would. */
export interface RunningKafka extends ManagedProcess {
  /** For `KAFKA_BROKERS`. */
  readonly brokers: string;
}

/** Serial GC and a small heap: one broker on a laptop shares its memory with all services. */
const jvmFlags = [
  '-Xms96m',
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:MaxDirectMemorySize=96m',
  // Figures for Java's own tools, which cost twenty wake-ups a second.
  '-XX:-UsePerfData',
  '-Djava.awt.headless=true',
];

function filesOf(dataDir: string) {
  return { propertiesFile: join(dataDir, 'server.properties'), pidFile: join(dataDir, 'kafka.pid') };
}

/** Ends the broker that a crashed run left on a data folder, if it did. */
export async function endLeftoverKafka(dataDir: string, deadlineMs = 6_000): Promise<void> {
  const { propertiesFile, pidFile } = filesOf(resolve(dataDir));
  await endLeftover({ pidFile, commandContains: propertiesFile, signal: 'SIGTERM', deadlineMs });
}

/**
 * Starts a broker of Apache Kafka (KRaft, no security) and returns when it serves requests.
 * A broker that a crashed run left on the same data folder is ended first.
 * @throws EmbeddedError `port-in-use`, `download-failed` or `start-failed`
 */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const { port, javaCommand = 'java', stopDeadlineMs = 6_000 } = options;
  const dataDir = resolve(options.dataDir);
  const serverLogDir = resolve(options.logDir ?? dataDir);
  const { propertiesFile, pidFile } = filesOf(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await endLeftoverKafka(dataDir, stopDeadlineMs);
  await requireFreePort(port);

  const classPath = join(resolve(await kafkaDistribution(options)), '*');
  const logDir = join(dataDir, 'topics');
  const { node } = options;
  const controllerPort = node?.controllerPort ?? (await findFreePort());
  await writeFile(propertiesFile, renderServerProperties({ port, controllerPort, logDir }, node));
  const clusterId = node?.clusterId;
  await ensureFormatted({ javaCommand, classPath, dataDir, logDir, propertiesFile, clusterId });

  options.signal?.throwIfAborted();
  const consoleLog = join(serverLogDir, 'kafka-console.log');
  const server = await startProcess({
    command: javaCommand,
    args: [
      ...jvmFlags,
      `-Dlog4j2.configurationFile=${loggingConfiguration}`,
      `-Dcasewire.kafka.log=${join(serverLogDir, 'kafka.log')}`,
      '-cp',
      classPath,
      'kafka.Kafka',
      propertiesFile,
    ],
    logFile: consoleLog,
    pidFile,
    stopDeadlineMs,
  });

  await requireReady(server, {
    name: 'Kafka',
    isReady: () => isBrokerReady(port),
    deadlineMs: START_DEADLINE_MS,
    logFiles: [consoleLog, join(serverLogDir, 'kafka.log')],
    signal: options.signal,
  });
  return { ...server, brokers: `127.0.0.1:${port}` };
}
