import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '@casewire/config';
import { createLogger, type Logger } from '@casewire/observability';
import { type RunningService, startService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';
import { serviceNames } from './services.ts';

/** A request that a stand-in service received. */
interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface StandIn {
  readonly url: string;
  readonly received: Received[];
  stop(): Promise<void>;
}

/** A service that answers 200 to everything, is ready, and describes one path. */
export async function startStandIn(path: string): Promise<StandIn> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const answers: Partial<Record<string, object>> = {
        '/readyz': { ready: true, checks: { kafka: true } },
        '/openapi.json': { paths: { [path]: { get: {} } } },
      };
      const own = answers[url];
      if (own === undefined) received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      response.setHeader('content-type', 'application/json').setHeader('etag', '"7"');
      response.end(JSON.stringify(own ?? { ok: true }));
    });
  });
  return { ...(await listening(server)), received };
}

/** A service that answers as it is told to. */
export function startOddService(listener: RequestListener): Promise<Pick<StandIn, 'url' | 'stop'>> {
  return listening(createServer(listener));
}

async function listening(server: Server): Promise<Pick<StandIn, 'url' | 'stop'>> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: urlOf(server), stop: () => stop(server) };
}

export const adminKey = 'operator-key-0123456789';
export const internalKey = 'i'.repeat(32);

/** A gateway in this process; addresses of services that are not given lead nowhere. */
export function startGateway(
  environment: Record<string, string>,
  logger: Logger = createLogger({ name: 'gateway', level: 'silent' }),
): Promise<RunningService> {
  const nowhere = Object.fromEntries(
    serviceNames.map((name) => [`CASEWIRE_${name.toUpperCase()}_URL`, 'http://127.0.0.1:1']),
  );
  const config = loadConfig(configSchema, {
    PORT: '0',
    CASEWIRE_ADMIN_KEY: adminKey,
    CASEWIRE_INTERNAL_KEY: internalKey,
    ...nowhere,
    ...environment,
  });
  return startService({ name: 'gateway', config, logger, compose });
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
