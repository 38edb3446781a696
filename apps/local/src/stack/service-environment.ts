import { portVariable, urlVariable } from '@casewire/config';
import { type Secrets } from '../data-folder/secrets.ts';
import { services, serviceUrl, type ServiceProgram } from './services.ts';

export interface EnvironmentOptions {
  /** This process's own environment. */
  inherited: Readonly<Record<string, string | undefined>>;
  brokers: string;
  databaseUrl: string;
  secrets: Secrets;
  portBase: number;
  allowPrivateTargets: string;
  /** Keeps compiled code between starts. */
  compileCacheDir: string;
}

/** Names of variables that are passed on to every service, for instance Kafka's login, limits and log levels. */
const passedOn =
  /^(?:KAFKA_|CASEWIRE_|DATABASE_|LOG_LEVEL$|NODE_EXTRA_CA_CERTS$|PATH$|HOME$|TMPDIR$|TZ$|LANG$|LC_)/;

/** How long a service may take to finish. The whole system stops within 10 s, so the others need time too. */
const shutdownTimeoutMs = 2000;

function inheritedVariables(inherited: EnvironmentOptions['inherited']): Record<string, string> {
  const secretNames = new Set(['CASEWIRE_ADMIN_KEY', 'CASEWIRE_MASTER_KEYS', 'CASEWIRE_INTERNAL_KEY']);
  return Object.fromEntries(
    Object.entries(inherited).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && passedOn.test(entry[0]) && !secretNames.has(entry[0]),
    ),
  );
}

/** The whole environment of one process: the variables that people set, and those that this start decides. */
export function serviceEnvironment(
  program: ServiceProgram,
  options: EnvironmentOptions,
): Record<string, string> {
  const { services: hosted } = program;
  const names = hosted.map(({ name }) => name);
  const urls = services.map((other) => [urlVariable(other.name), serviceUrl(other, options.portBase)]);
  const keys = hosted.flatMap(({ secrets }) => secrets).map((name) => [name, options.secrets[name]]);
  const ports = hosted.map((service) => [
    portVariable(service.name, names),
    String(options.portBase + service.portOffset),
  ]);
  return {
    CASEWIRE_PUBLIC_URL: `http://localhost:${options.portBase}`,
    ...inheritedVariables(options.inherited),
    ...(Object.fromEntries([...urls, ...keys, ...ports]) as Record<string, string>),
    CASEWIRE_SERVICES: names.join(','),
    KAFKA_BROKERS: options.brokers,
    DATABASE_URL: options.databaseUrl,
    CASEWIRE_ALLOW_PRIVATE_TARGETS: options.allowPrivateTargets,
    CASEWIRE_SHUTDOWN_TIMEOUT_MS: String(shutdownTimeoutMs),
    HOST: '127.0.0.1',
    NODE_COMPILE_CACHE: options.compileCacheDir,
    NODE_ENV: 'production',
  };
}
