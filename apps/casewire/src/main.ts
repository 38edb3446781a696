/** Runs several services, by default all of them, in one process. */
import { ConfigError, loadConfig, portVariable, serviceNames } from '@casewire/config';
import { runServices } from '@casewire/service';
import { configSchema } from './config.ts';
import { serviceEnvironment } from './service-environment.ts';
import { services } from './services.ts';

async function run(): Promise<void> {
  const { env: environment } = process;
  const config = loadConfig(configSchema, environment);
  const wanted = config.CASEWIRE_SERVICES;
  const inOrder = serviceNames.filter((name) => wanted.includes(name));
  await runServices(
    inOrder.map((name) => ({
      service: services[name],
      portVariable: portVariable(name, wanted),
      environment: (urls) => serviceEnvironment(name, { environment, config, urls }),
    })),
  );
}

try {
  await run();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`casewire: ${error.message}\n`);
  process.exitCode = 1;
}
