import type { ServiceConfig } from '@casewire/config';
import { createMetrics, type Logger, type Metrics } from '@casewire/observability';
import type { ServiceDefinition, ServiceParts } from './definition.ts';
import { createLoops, type Loops } from './loops.ts';
import { ProcessResources } from './process-resources.ts';

/** How a service is composed: its definition, with the values that its schema has read. */
export interface Composition<C extends ServiceConfig> extends Omit<ServiceDefinition<C>, 'schema'> {
  readonly config: C;
  readonly logger: Logger;
  /** Default: those of a process with no other service. */
  readonly resources?: ProcessResources;
}

export interface ComposedService {
  readonly parts: ServiceParts;
  readonly loops: Loops;
  /** Every metric that the service will ever have is defined. */
  readonly metrics: Metrics;
}

/** Puts a service together. Opens no connection and starts nothing. */
export async function composeService<C extends ServiceConfig>({
  name,
  config,
  logger,
  compose,
  resources = new ProcessResources([name], logger),
}: Composition<C>): Promise<ComposedService> {
  const metrics = createMetrics(name);
  const parts = await compose({ config, logger, metrics, resources });
  return { parts, metrics, loops: createLoops(parts.loops ?? [], { logger, metrics }) };
}
