import { once } from 'node:events';
import { Agent as HttpAgent, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Logger } from '@casewire/observability';
import { Problem, sendProblem } from '@casewire/rest';
import type { Request, RequestHandler, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { type RoutedService, routedServices, type ServiceUrls } from '../services.ts';
import { ClientGone } from './body-arrival.ts';
import { Places } from './places.ts';

interface UpstreamOptions {
  /** How long a service may be silent. */
  readonly timeoutMs: number;
  /** The most requests that one service is asked at once. */
  readonly maxRequests: number;
  readonly logger: Logger;
}

interface Passage {
  /** The key that the request came with. It holds one of its places. */
  readonly key: string;
  /** Runs when there is a place, right before the request leaves. */
  readonly prepare: () => void;
}

/** A service to which requests are passed on. */
export class Upstream {
  readonly #places: Places;
  readonly #proxy: RequestHandler;

  constructor(service: RoutedService, url: string, options: UpstreamOptions) {
    this.#places = new Places(options.maxRequests, `requests to the ${service} service`);
    this.#proxy = createProxy(service, url, options);
  }

  /**
   * Passes a request on as it is, and the answer back. Resolves when the answer has ended.
   * @throws Problem overloaded where the key has its share of places; ClientGone
   */
  passOn(request: Request, response: Response, { key, prepare }: Passage): Promise<void> {
    return this.#places.hold(key, async () => {
      prepare();
      if (response.closed) throw new ClientGone('the client broke off its request');
      const closed = once(response, 'close');
      await this.#proxy(request, response, () => undefined);
      await closed;
    });
  }
}

export function createUpstreams(
  urls: ServiceUrls,
  options: UpstreamOptions,
): Record<RoutedService, Upstream> {
  const entries = routedServices.map(
    (service) => [service, new Upstream(service, urls[service], options)] as const,
  );
  return Object.fromEntries(entries) as Record<RoutedService, Upstream>;
}

function createProxy(
  service: RoutedService,
  url: string,
  { timeoutMs, maxRequests, logger }: UpstreamOptions,
): RequestHandler {
  // Every request that has a place finds a socket: none waits in the agent, where its identity would expire.
  const agentOptions = { keepAlive: true, maxSockets: maxRequests, maxFreeSockets: 32 };
  return createProxyMiddleware<Request, Response>({
    target: url,
    changeOrigin: true,
    agent: url.startsWith('https:') ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions),
    proxyTimeout: timeoutMs,
    on: {
      proxyReq: (upstreamRequest, _request, response) => {
        // An answer that is complete before the body is, for instance 408, ends the request to the service too.
        response.once('close', () => {
          if (!upstreamRequest.writableFinished) upstreamRequest.destroy();
        });
      },
      error: (error, _request, response) => {
        if (isResponse(response) && response.writableEnded) return;
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
