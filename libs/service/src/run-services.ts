import { ConfigError, type ConfigProblem, type Environment, type ServiceConfig } from '@casewire/config';
import { createLogger, type Logger } from '@casewire/observability';
import type { Service } from './define-service.ts';
import { ProcessResources } from './process-resources.ts';
import type { RunningService } from './start-service.ts';
import { stopServices } from './stop-services.ts';

/** URLs of services that listen in this process, by name. */
export type ServiceUrls = ReadonlyMap<string, string>;

/** A service of a process, and the variables that it reads. */
export interface HostedService {
  readonly service: Service;
  /** @param urls of the services that have started before it in the process */
  readonly environment: (urls: ServiceUrls) => Environment;
  /** The variable that moves it to another port. */
  readonly portVariable: string;
}

/** Runs one service as this process, as `runServices` does. */
export function runService(service: Service, environment: Environment): Promise<void> {
  return runServices([{ service, environment: () => environment, portVariable: 'PORT' }]);
}

/**
 * Runs services as this process until SIGTERM or SIGINT. Then work in flight is finished and the process exits with
 * code 0, or 1 if that takes longer than `CASEWIRE_SHUTDOWN_TIMEOUT_MS`. A configuration that cannot be used, a port in
 * use and any fault that nobody handled end the process with code 1 and a line that says why.
 * @param services at least one, in the order in which they start. The last one stops first: when it has answered its
 *   requests, no more come to the others
 */
export async function runServices(services: readonly HostedService[]): Promise<void> {
  const names = services.map(({ service }) => service.name);
  const name = names.length === 1 ? names.join() : 'casewire';
  const config = configOrExit(services, name);
  const logger = createLogger({ name, level: config.LOG_LEVEL });
  const fail = (error: unknown): never => {
    logger.fatal({ error }, error instanceof PortInUseError ? error.message : 'cannot go on');
    return process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const running = await startServices(services, new ProcessResources(names, logger));
    stopOnSignals(running, config.CASEWIRE_SHUTDOWN_TIMEOUT_MS, logger);
    await Promise.all(running.map(({ started }) => started));
  } catch (error) {
    fail(error);
  }
}

/** Reads the variables of every service, so that all problems are known before one starts. */
function configOrExit(services: readonly HostedService[], name: string): ServiceConfig {
  const problems: ConfigProblem[] = [];
  const configs = services.flatMap(({ service, environment }) => {
    try {
      return [service.configure(environment(new Map())).config];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  const [config] = configs;
  if (problems.length === 0 && config !== undefined) return config;
  process.stderr.write(`${name}: ${new ConfigError(withoutRepeats(problems)).message}\n`);
  return process.exit(1);
}

/** Several services read the same variable. */
function withoutRepeats(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [
    ...new Map(problems.map((problem) => [`${problem.variable} ${problem.message}`, problem])).values(),
  ];
}

async function startServices(
  services: readonly HostedService[],
  resources: ProcessResources,
): Promise<readonly RunningService[]> {
  const urls = new Map<string, string>();
  const running: RunningService[] = [];
  for (const { service, environment, portVariable } of services) {
    const configured = service.configure(environment(urls));
    const started = await configured.start(resources).catch((error: unknown) => {
      throw isPortInUse(error) ? new PortInUseError(configured.config.PORT, portVariable) : error;
    });
    resources.logger.info({ service: service.name, url: started.url }, 'listening');
    urls.set(service.name, started.url);
    running.push(started);
  }
  return running;
}

/** Further signals change nothing: a terminal and a supervisor may both send one. */
function stopOnSignals(running: readonly RunningService[], timeoutMs: number, logger: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ timeoutMs }, 'work in flight did not end in time');
      process.exit(1);
    }, timeoutMs).unref();
    stopServices(running, timeoutMs / 2).then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ error }, 'stopped with a fault');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Another program has the port of a service. The message names the way out. */
class PortInUseError extends Error {
  override readonly name = 'PortInUseError';

  constructor(port: number, variable: string) {
    super(`port ${port} is in use: set ${variable} to a free one`);
  }
}

function isPortInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
