import type { Environment } from '@casewire/config';
import type { ServiceUrls } from '@casewire/service';
import { variablePrefix, type Config, type ServiceName } from './config.ts';

/** Where services listen that only their own process calls. */
const LOOPBACK = '127.0.0.1';

/** The service whose port is `PORT`. */
function frontOf(wanted: readonly ServiceName[]): ServiceName | undefined {
  return wanted.includes('gateway') ? 'gateway' : wanted[0];
}

/** The variable that sets a service's port in a process with these services. */
export function portVariable(service: ServiceName, wanted: readonly ServiceName[]) {
  return service === frontOf(wanted) || service === 'gateway'
    ? ('PORT' as const)
    : (`${variablePrefix(service)}_PORT` as const);
}

/**
 * The variables of one service of a process: those of the process, with a port of its own, and the URLs of the
 * services that listen in the process. Beside the gateway, which passes requests on to it, a service listens on
 * loopback only.
 */
export function serviceEnvironment(
  service: ServiceName,
  {
    environment,
    config,
    urls,
  }: {
    readonly environment: Environment;
    readonly config: Config;
    readonly urls: ServiceUrls;
  },
): Environment {
  const wanted = config.CASEWIRE_SERVICES;
  const variable = portVariable(service, wanted);
  const isBehindGateway = variable !== 'PORT' && wanted.includes('gateway');
  return {
    ...environment,
    ...(variable !== 'PORT' && { PORT: String(config[variable]) }),
    ...(isBehindGateway && { HOST: LOOPBACK }),
    ...Object.fromEntries(
      [...urls].map(([name, url]) => [`CASEWIRE_${name.toUpperCase()}_URL`, reachable(url)]),
    ),
  };
}

/** A service that listens on every address is reached on loopback. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', `//${LOOPBACK}:`).replace('//[::]:', '//[::1]:');
}
