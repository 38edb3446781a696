import { portVariable, urlVariable, type Environment, type ServiceName } from '@casewire/config';
import type { ServiceUrls } from '@casewire/service';
import type { Config } from './config.ts';

/** Where services listen that only their own process calls. */
const LOOPBACK = '127.0.0.1';

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
    ...Object.fromEntries([...urls].map(([name, url]) => [urlVariable(name), reachable(url)])),
  };
}

/** A service that listens on every address is reached on loopback. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', `//${LOOPBACK}:`).replace('//[::]:', '//[::1]:');
}
