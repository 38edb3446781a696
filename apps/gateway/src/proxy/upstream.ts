import { Agent as HttpAgent, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Logger } from '@casewire/observability';
import { Problem, sendProblem } from '@casewire/rest';
import type { Request, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { type ServiceName, serviceNames, type ServiceUrls } from '../services.ts';

/** Passes a request on to a service, method, path, headers and body as they are, and its answer back. */
export type Upstream = (request: Request, response: Response) => Promise<void>;

/** Connections to one service at most; further requests wait for one. */
const MAX_CONNECTIONS = 256;

const agentOptions = { keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: 32 };

export function createUpstreams(
  urls: ServiceUrls,
  timeoutMs: number,
  logger: Logger,
): Record<ServiceName, Upstream> {
  const entries = serviceNames.map(
    (service) => [service, createUpstream(service, urls[service], timeoutMs, logger)] as const,
  );
  return Object.fromEntries(entries) as Record<ServiceName, Upstream>;
}

function createUpstream(service: ServiceName, url: string, timeoutMs: number, logger: Logger): Upstream {
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

function answerUnavailable(service: ServiceName, response: Response | NodeJS.WritableStream): void {
  if (!isResponse(response)) return;
  if (response.headersSent) {
    // The client must see that the answer is cut short.
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
