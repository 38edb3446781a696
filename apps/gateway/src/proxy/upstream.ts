import { once } from 'node:events';
import type { Logger } from '@casewire/observability';
import type { InProcessListener } from '@casewire/service';
import type { Request, Response } from 'express';
import { Pool } from 'undici';
import { type RoutedService, routedServices, type ServiceUrls } from '../services.ts';
import { ClientGone } from './body-arrival.ts';
import { handOver } from './hand-over.ts';
import { Passage } from './passage.ts';
import { Places } from './places.ts';

interface UpstreamOptions {
  /** How long a service may be silent. */
  readonly timeoutMs: number;
  /** The most requests that one service is asked at once. */
  readonly maxRequests: number;
  readonly logger: Logger;
  /** The ways into services of this process, by their URL. */
  readonly listeners: ReadonlyMap<string, InProcessListener>;
}

interface Passenger {
  /** The key that the request came with. It holds one of its places. */
  readonly key: string;
  /** Runs when there is a place, right before the request leaves. */
  readonly prepare: () => void;
}

/** A service to which requests are passed on. */
export class Upstream {
  readonly #service: RoutedService;
  readonly #places: Places;
  readonly #connections: Pool;
  readonly #url: string;
  readonly #options: UpstreamOptions;

  constructor(service: RoutedService, url: string, options: UpstreamOptions) {
    const { timeoutMs, maxRequests } = options;
    this.#service = service;
    this.#url = url;
    this.#options = options;
    this.#places = new Places(maxRequests, `requests to the ${service} service`);
    // Every request that has a place finds a connection: none waits for one, so that its identity would expire.
    this.#connections = new Pool(url, {
      connections: maxRequests,
      connectTimeout: timeoutMs,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  /**
   * Passes a request on as it is, and the answer back: over a connection, or to a service of this process without one. Resolves
   * when the answer has ended.
   * @throws Problem overloaded where the key has its share of places; ClientGone
   */
  passOn(request: Request, response: Response, { key, prepare }: Passenger): Promise<void> {
    return this.#places.hold(key, async () => {
      prepare();
      if (response.closed) throw new ClientGone('the client broke off its request');
      const closed = once(response, 'close');
      this.#pass(request, response);
      await closed;
    });
  }

  #pass(request: Request, response: Response): void {
    const { logger, timeoutMs, listeners } = this.#options;
    const asked = { service: this.#service, logger };
    const listener = listeners.get(this.#url);
    if (listener !== undefined) {
      handOver(listener, request, response, { ...asked, timeoutMs });
      return;
    }
    const passage = new Passage(request, response, asked);
    this.#connections.dispatch(passage.request, passage);
  }

  /** Breaks off what is under way. */
  close(): Promise<void> {
    return this.#connections.destroy();
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
