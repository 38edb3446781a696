import { loadConfig, type Environment, type ServiceConfig } from '@casewire/config';
import { createLogger } from '@casewire/observability';
import type { ServiceDefinition } from './definition.ts';
import type { ProcessResources } from './process-resources.ts';
import { startService, type RunningService } from './start-service.ts';

/** A service that a process can run, whatever the type of its configuration. */
export interface Service {
  readonly name: string;
  /** Reads the variables of the service. @throws ConfigError with all problems at once */
  configure(environment: Environment): ConfiguredService;
}

interface ConfiguredService {
  readonly config: ServiceConfig;
  /** Resolves when HTTP listens. */
  start(resources: ProcessResources): Promise<RunningService>;
}

/**
 * @example
 * ```ts
 * export const matching = defineService({ name: 'matching', schema: configSchema, compose });
 * ```
 */
export function defineService<C extends ServiceConfig>(definition: ServiceDefinition<C>): Service {
  const { name, schema } = definition;
  return {
    name,
    configure: (environment) => {
      const config: C = loadConfig(schema, environment);
      const logger = createLogger({ name, level: config.LOG_LEVEL });
      return { config, start: (resources) => startService({ ...definition, config, logger, resources }) };
    },
  };
}
