import { Agent as HttpAgent, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Logger } from '@casewire/observability';
import { Problem, sendProblem } from '@casewire/rest';
import type { Request, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { type RoutedService, routedServices, type ServiceUrls } from '../services.ts';

/** Passes a request on to a service as it is, and the answer back. */
export type Upstream = (request: Request, response: Response) => Promise<void>;

/** The most connections to one service. Further requests wait for a free one. */
const MAX_CONNECTIONS = 256;

const agentOptions = { keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: 32 };

export function createUpstreams(
  urls: ServiceUrls,
  timeoutMs: number,
  logger: Logger,
): Record<RoutedService, Upstream> {
  const entries = routedServices.map(
    (service) => [service, createUpstream(service, urls[service], timeoutMs, logger)] as const,
  );
  return Object.fromEntries(entries) as Record<RoutedService, Upstream>;
}

function createUpstream(service: RoutedService, url: string, timeoutMs: number, logger: Logger): Upstream {
  return createProxyMiddleware<Request, Response>({
    target: url,
    changeOrigin: true,
    agent: url.startsWith('https:') ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions),
    proxyTimeout: timeoutMs,
    on: {
      error: (error, _request, response) => {
        logger.warn({ error, service }, 'a service does not answer');
        answerUnavailable(service, response);
      },
    },
  });
}

function answerUnavailable(service: RoutedService, response: Response | NodeJS.WritableStream): void {
  if (!isResponse(response)) return;
  if (response.headersSent) {
    // A broken connection tells the client that the answer is not complete.
    response.destroy();
    return;
  }
  sendProblem(
    response,
    new Problem('unavailable', {
      detail: `the ${service} service does not answer`,
      headers: { 'retry-after': '2' },
    }),
  );
}

function isResponse(target: Response | NodeJS.WritableStream): target is Response {
  return 'headersSent' in target && typeof (target as Partial<ServerResponse>).setHeader === 'function';
}
