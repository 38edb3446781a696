import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig, urlVariable } from '@casewire/config';
import { createLogger, type Logger } from '@casewire/observability';
import { type ProcessResources, type RunningService, startService } from '@casewire/service';
import { startReceiver, type ReceivedRequest } from '@casewire/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';
import { serviceNames } from './services.ts';

export interface StandIn {
  readonly url: string;
  /** Requests besides those for its state and its description. */
  readonly received: readonly (Omit<ReceivedRequest, 'body'> & { readonly body: string })[];
  stop(): Promise<void>;
}

/** A service that answers 200 to everything, is ready, and describes one path. */
export async function startStandIn(path: string): Promise<StandIn> {
  const own: Partial<Record<string, object>> = {
    '/readyz': { version: '1.2.3', ready: true, checks: { kafka: true } },
    '/openapi.json': { paths: { [path]: { get: {} } } },
  };
  const { url, requests, close } = await startReceiver({
    respond: (request) => ({
      headers: { 'content-type': 'application/json', etag: '"7"' },
      body: JSON.stringify(own[request.url] ?? { ok: true }),
    }),
  });
  return {
    url,
    get received() {
      return requests
        .filter((request) => !(request.url in own))
        .map((request) => ({ ...request, body: request.body.toString() }));
    },
    stop: close,
  };
}

/** A service that answers as it is told to, until the test that declares it is over. */
export async function startOddService(
  listener: RequestListener,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const adminKey = 'operator-key-0123456789';
export const internalKey = 'i'.repeat(32);

/**
 * A gateway in this process; addresses of services that are not given lead nowhere.
 * @param resources shared with services that it hands requests over to. Default: none
 */
export function startGateway(
  environment: Record<string, string>,
  logger: Logger = createLogger({ name: 'gateway', level: 'silent' }),
  resources?: ProcessResources,
): Promise<RunningService> {
  const nowhere = Object.fromEntries(serviceNames.map((name) => [urlVariable(name), 'http://127.0.0.1:1']));
  const config = loadConfig(configSchema, {
    PORT: '0',
    CASEWIRE_ADMIN_KEY: adminKey,
    CASEWIRE_INTERNAL_KEY: internalKey,
    ...nowhere,
    ...environment,
  });
  return startService({ name: 'gateway', config, logger, compose, ...(resources && { resources }) });
}
