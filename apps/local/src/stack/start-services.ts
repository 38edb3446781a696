import { requireReady } from '@casewire/embedded';
import { join } from 'node:path';
import { type Context } from '../context.ts';
import { type Secrets } from '../data-folder/secrets.ts';
import { answersOk } from '../gateway/gateway-client.ts';
import { startProgram } from './programs.ts';
import { serviceEnvironment } from './service-environment.ts';
import { type Servers } from './servers.ts';
import { servicePrograms, serviceScript, services, serviceUrl, type ServiceProgram } from './services.ts';
import { type Stack } from './stack.ts';
import { Supervisor } from './supervisor.ts';

const readyDeadlineMs = 60_000;

export interface ServiceOptions {
  servers: Servers;
  secrets: Secrets;
  signal: AbortSignal;
}

/** Starts the services, in one process or one each, and waits until all say that they are ready. */
export async function startServices(context: Context, stack: Stack, options: ServiceOptions): Promise<void> {
  const { config, paths, terminal, environment } = context;
  const logFile = ({ name }: ServiceProgram) => join(paths.logDir, `${name}.log`);
  const step = terminal.step('Services');
  let ready = 0;
  const areReady = async (program: ServiceProgram): Promise<boolean> => {
    const urls = program.services.map(
      (service) => new URL('/readyz', serviceUrl(service, config.CASEWIRE_PORT_BASE)),
    );
    return !(await Promise.all(urls.map(answersOk))).includes(false);
  };
  const supervise = (program: ServiceProgram) =>
    new Supervisor({
      name: program.name,
      start: () =>
        startProgram(paths, {
          name: program.name,
          script: serviceScript(program),
          env: serviceEnvironment(program, {
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
          name: program.name,
          isReady: () => areReady(program),
          deadlineMs: readyDeadlineMs,
          logFiles: [logFile(program)],
          signal: options.signal,
        });
        ready += program.services.length;
        step.update(`${ready} of ${services.length} ready`);
      },
      report: (text) => {
        terminal.warn(`${text}; log: ${logFile(program)}`);
      },
    });

  try {
    // In reverse order: a stack stops the last wave first, and the gateway has to stop before all others.
    const programs = servicePrograms[config.CASEWIRE_PROCESSES].toReversed();
    await Promise.all(programs.map((program) => stack.start([supervise(program)])));
  } catch (error) {
    step.drop();
    throw error;
  }
  step.done(`${services.map(({ name }) => name).join(', ')} ready`);
}
