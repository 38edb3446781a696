import { requireReady } from '@casewire/embedded';
import { join } from 'node:path';
import { type Context } from '../context.ts';
import { type Secrets } from '../data-folder/secrets.ts';
import { answersOk } from '../gateway/gateway-client.ts';
import { startProgram } from './programs.ts';
import { serviceEnvironment } from './service-environment.ts';
import { type Servers } from './servers.ts';
import { services, serviceUrl, type Service } from './services.ts';
import { type Stack } from './stack.ts';
import { Supervisor } from './supervisor.ts';

const readyDeadlineMs = 60_000;

export function serviceScript({ name }: Service): string {
  return `dist/apps/${name}/main.js`;
}

export interface ServiceOptions {
  servers: Servers;
  secrets: Secrets;
  signal: AbortSignal;
}

/** Starts every service as a process of its own and waits until each says that it is ready. */
export async function startServices(context: Context, stack: Stack, options: ServiceOptions): Promise<void> {
  const { config, paths, terminal, environment } = context;
  const logFile = ({ name }: Service) => join(paths.logDir, `${name}.log`);
  const step = terminal.step('Services');
  let ready = 0;
  const supervise = (service: Service) =>
    new Supervisor({
      name: service.name,
      start: () =>
        startProgram(paths, {
          name: service.name,
          script: serviceScript(service),
          env: serviceEnvironment(service, {
            inherited: environment,
            ...options.servers,
            secrets: options.secrets,
            portBase: config.CASEWIRE_PORT_BASE,
            allowPrivateTargets: config.CASEWIRE_ALLOW_PRIVATE_TARGETS,
            compileCacheDir: join(paths.cacheDir, 'node'),
          }),
        }),
      untilReady: async (process) => {
        await requireReady(process, {
          name: service.name,
          isReady: () => answersOk(new URL('/readyz', serviceUrl(service, config.CASEWIRE_PORT_BASE))),
          deadlineMs: readyDeadlineMs,
          logFiles: [logFile(service)],
          signal: options.signal,
        });
        ready += 1;
        step.update(`${ready} of ${services.length} ready`);
      },
      report: (text) => {
        terminal.warn(`${text}; log: ${logFile(service)}`);
      },
    });

  try {
    // In reverse order: a stack stops the last wave first, and the gateway has to stop before all others.
    await Promise.all(services.toReversed().map((service) => stack.start([supervise(service)])));
  } catch (error) {
    step.drop();
    throw error;
  }
  step.done(`${services.map(({ name }) => name).join(', ')} ready`);
}
