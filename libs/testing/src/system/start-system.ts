import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { portVariable, serviceNames, urlVariable, type ServiceName } from '@casewire/config';
import { findFreePort, startProcess, type ManagedProcess } from '@casewire/embedded';
import { eventually } from '../eventually.ts';
import { cacheDir } from '../infrastructure/run-folder.ts';

type Variables = Readonly<Record<string, string>>;

/** `each`: a process for each service. `one`: one process for all. Or the services of each process. */
export type Processes = 'each' | 'one' | readonly (readonly ServiceName[])[];

export interface SystemOptions {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly topicPrefix: string;
  /** Default `one`, as in `npm start`; `each` with `CASEWIRE_PROCESSES=each`. Specs that end one service use `each`. */
  readonly processes?: Processes | undefined;
  /** Folder with a folder for each service's bundle. Default: the bundles of `npm run build`. */
  readonly bundles?: string;
  /** Added to the environment of every process. */
  readonly environment?: Variables;
}

/** A process, as the one of a service. Services that run in one process have the same. */
export interface ServiceProcess extends ManagedProcess {
  /** `http://127.0.0.1:<port>`, past the gateway. */
  readonly url: string;
  /** Where its log lines go. */
  readonly logFile: string;
}

/** All services of the built product, on ports of their own. */
export interface System {
  /** The gateway. */
  readonly url: string;
  readonly adminKey: string;
  /** The process that `startSystem` or the last `restart` started. */
  processOf(service: ServiceName): ServiceProcess;
  /** Starts one more process of a service, which shares its work; resolves when it is ready. `environment` is added to its own. */
  startAnother(service: ServiceName, environment?: Variables): Promise<ServiceProcess>;
  /** Starts the process of a service again, after it ended, on the same ports; resolves when it is ready. */
  restart(service: ServiceName): Promise<ServiceProcess>;
  /** Ends every process; safe to call twice. */
  stop(): Promise<void>;
}

const READY_DEADLINE_MS = 60_000;

type Ports = ReadonlyMap<ServiceName, number>;

/** Starts every service and waits until all are ready. They must have been built: `npm run build`. */
export async function startSystem(given: SystemOptions): Promise<System> {
  const usual = process.env['CASEWIRE_PROCESSES'] === 'each' ? 'each' : 'one';
  const options = { ...given, processes: given.processes ?? usual };
  const adminKey = `operator-${randomBytes(24).toString('hex')}`;
  const ports = new Map<ServiceName, number>();
  for (const service of serviceNames) ports.set(service, await findFreePort());
  const environment = {
    ...commonEnvironment(options),
    CASEWIRE_ADMIN_KEY: adminKey,
    CASEWIRE_PUBLIC_URL: `http://127.0.0.1:${ports.get('gateway') ?? 0}`,
    ...gatewayRoutes(ports),
    ...options.environment,
  };
  const groups = groupsOf(options.processes);
  const current = new Map<ServiceName, ServiceProcess>();
  const all: ServiceProcess[] = [];

  const start = async (
    services: readonly ServiceName[],
    at: Ports,
    added: Variables = {},
  ): Promise<readonly ServiceProcess[]> => {
    const process = await startServices(services, at, { ...environment, ...added }, options);
    all.push(...process.values());
    if (at === ports) for (const [service, its] of process) current.set(service, its);
    return [...process.values()];
  };
  const system: System = {
    url: `http://127.0.0.1:${ports.get('gateway') ?? 0}`,
    adminKey,
    processOf: (service) => {
      const process = current.get(service);
      if (process === undefined) throw new Error(`${service} was not started`);
      return process;
    },
    startAnother: async (service, added) => {
      const started = await start([service], new Map([[service, await findFreePort()]]), added);
      await Promise.all(started.map(untilReady));
      return firstOf(started);
    },
    restart: async (service) => {
      const services = groups.find((some) => some.includes(service)) ?? [];
      await Promise.all((await start(services, ports)).map(untilReady));
      return system.processOf(service);
    },
    stop: async () => {
      await Promise.all(all.map((process) => process.stop()));
    },
  };
  try {
    for (const services of groups) await start(services, ports);
    await Promise.all([...current.values()].map(untilReady));
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
}

function groupsOf(processes: Processes): readonly (readonly ServiceName[])[] {
  if (processes === 'one') return [serviceNames];
  return processes === 'each' ? serviceNames.map((name) => [name]) : processes;
}

/** Starts one process. @returns it as the process of each of its services */
async function startServices(
  services: readonly ServiceName[],
  ports: Ports,
  environment: Variables,
  {
    topicPrefix,
    processes,
    bundles = join(cacheDir, '../dist/apps'),
  }: SystemOptions & { processes: Processes },
): Promise<ReadonlyMap<ServiceName, ServiceProcess>> {
  const portOf = (service: ServiceName): number => ports.get(service) ?? 0;
  const bundle = processes === 'each' ? firstOf(services) : 'casewire';
  const logFile = join(cacheDir, 'e2e-logs', `${topicPrefix}${bundle}-${portOf(firstOf(services))}.log`);
  const process_ = await startProcess({
    command: process.execPath,
    args: ['--max-semi-space-size=32', join(bundles, bundle, 'main.js')],
    env: {
      ...environment,
      CASEWIRE_SERVICES: services.join(','),
      ...Object.fromEntries(
        services.map((service) => [portVariable(service, services), String(portOf(service))]),
      ),
    },
    logFile,
    stopDeadlineMs: 12_000,
  });
  return new Map(
    services.map((service) => [
      service,
      { ...process_, url: `http://127.0.0.1:${portOf(service)}`, logFile },
    ]),
  );
}

function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('there is none');
  return first;
}

async function untilReady({ url, exited, logFile }: ServiceProcess): Promise<void> {
  const crashed = exited.then(async ({ code, signal }) => {
    const log = await readFile(logFile, 'utf8').catch(() => '');
    const lastLines = log.trimEnd().split('\n').slice(-5).join('\n');
    throw new Error(
      `ended with ${String(code ?? signal)} before it was ready: see ${logFile}, which ends\n${lastLines}`,
    );
  });
  const ready = eventually(
    async () => {
      const response = await fetch(`${url}/readyz`);
      if (!response.ok) throw new Error(`${url} is not ready: ${await response.text()}; see ${logFile}`);
    },
    { deadlineMs: READY_DEADLINE_MS, intervalMs: 50 },
  );
  await Promise.race([ready, crashed]);
}

function commonEnvironment(options: SystemOptions): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    KAFKA_BROKERS: options.brokers.join(','),
    DATABASE_URL: options.databaseUrl,
    CASEWIRE_TOPIC_PREFIX: options.topicPrefix,
    CASEWIRE_MASTER_KEYS: `test:${randomBytes(32).toString('base64')}`,
    CASEWIRE_INTERNAL_KEY: randomBytes(32).toString('hex'),
    CASEWIRE_ALLOW_PRIVATE_TARGETS: '127.0.0.0/8,::1/128',
  };
}

function gatewayRoutes(ports: Ports): Record<string, string> {
  return Object.fromEntries(
    [...ports].map(([service, port]) => [urlVariable(service), `http://127.0.0.1:${port}`]),
  );
}
