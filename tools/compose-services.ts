import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ConfigSchema, loadConfig, type ServiceConfig } from '@casewire/config';
import { createLogger } from '@casewire/observability';
import type { ComposedService, ServiceDefinition } from '@casewire/service';
import { transformSync } from '@swc/core';

/** Values that the schemas accept. Composing opens no connection, so they need not lead anywhere. */
const environment = {
  CASEWIRE_ADMIN_KEY: 'x'.repeat(16),
  CASEWIRE_INTERNAL_KEY: 'x'.repeat(32),
  CASEWIRE_MASTER_KEYS: `docs:${Buffer.alloc(32).toString('base64')}`,
  DATABASE_URL: 'postgres://localhost/casewire',
  KAFKA_BROKERS: 'localhost:9092',
};

export interface NamedService extends ComposedService {
  readonly name: string;
}

/** Puts together every service, so that the pages about all of them leave none out. Opens no connection. */
export async function composeServices(): Promise<readonly NamedService[]> {
  compileDecorators();
  const services: NamedService[] = [];
  for (const file of globSync('apps/*/src/compose.ts').sort()) {
    services.push(await composeFrom(dirname(file)));
  }
  return services;
}

/** Node runs TypeScript by leaving types out, which it refuses to do with decorators. */
function compileDecorators(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      if (!url.endsWith('.ts')) return nextLoad(url, context);
      const filename = fileURLToPath(url);
      const { code } = transformSync(readFileSync(filename, 'utf8'), { filename });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}

/** @param folder `apps/<service>/src` */
async function composeFrom(folder: string): Promise<NamedService> {
  const name = basename(dirname(folder));
  const load = (file: string): Promise<unknown> => import(pathToFileURL(resolve(folder, file)).href);
  const { configSchema } = (await load('config.ts')) as { configSchema: ConfigSchema };
  const { compose } = (await load('compose.ts')) as Pick<ServiceDefinition<ServiceConfig>, 'compose'>;
  // Imported only now, because its decorators have to be compiled first.
  const { composeService } = await import('@casewire/service');
  const config = loadConfig(configSchema, environment) as unknown as ServiceConfig;
  const logger = createLogger({ name, level: 'silent' });
  return { name, ...(await composeService({ name, config, logger, compose })) };
}
