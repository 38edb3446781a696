import { ConfigError, type Environment, loadConfig, type ServiceConfig } from '@casewire/config';
import { createLogger, type Logger } from '@casewire/observability';
import type { ServiceDefinition } from './definition.ts';
import { startService, type RunningService } from './start-service.ts';

/**
 * Runs a service as this process until SIGTERM or SIGINT. Then work in flight is finished and the process exits with
 * code 0, or 1 if that takes longer than `CASEWIRE_SHUTDOWN_TIMEOUT_MS`. A configuration that cannot be used, a port in
 * use and any fault that nobody handled end the process with code 1 and a line that says why.
 *
 * @example
 * ```ts
 * await runService({ name: 'matching', schema: configSchema, compose }, process.env);
 * ```
 */
export async function runService<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  environment: Environment,
): Promise<void> {
  const config = configOrExit(definition, environment);
  const logger = createLogger({ name: definition.name, level: config.LOG_LEVEL });
  const fail = (error: unknown): never => {
    logger.fatal({ error }, explain(error, config));
    return process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const service = await startService({ ...definition, config, logger });
    logger.info({ url: service.url }, 'listening');
    stopOnSignals(service, config.CASEWIRE_SHUTDOWN_TIMEOUT_MS, logger);
    await service.started;
  } catch (error) {
    fail(error);
  }
}

function configOrExit<C extends ServiceConfig>(
  { name, schema }: ServiceDefinition<C>,
  environment: Environment,
): C {
  try {
    return loadConfig(schema, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    return process.exit(1);
  }
}

/** Further signals change nothing: a terminal and a supervisor may both send one. */
function stopOnSignals(service: RunningService, timeoutMs: number, logger: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ timeoutMs }, 'work in flight did not end in time');
      process.exit(1);
    }, timeoutMs).unref();
    service.stop().then(
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

function explain(error: unknown, config: ServiceConfig): string {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return inUse ? `port ${config.PORT} is in use: set PORT to a free one` : 'cannot go on';
}
