import { Agent, buildConnector } from 'undici';
import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
import { HttpError, toHttpError } from './http-error.ts';
import { checkedHeaders } from './request-headers.ts';
import type { TargetRule } from './target-rule.ts';
import { UndiciExchange } from './undici-exchange.ts';
import { vetLiteralAddress, vettedLookup, type ResolveName } from './vetted-lookup.ts';

/** How a client reaches its targets. */
export interface ClientOptions {
  readonly target: TargetRule;
  /** PEM certificates to trust instead of the system's. Default: the system's. */
  readonly certificateAuthorities?: readonly string[];
  /** At most this many connections to one origin; further requests wait for one. Default: 1,024. */
  readonly maxConnectionsPerOrigin?: number;
  /** How names are resolved. Default: `dns.lookup`. */
  readonly resolveName?: ResolveName;
}

const DEFAULT_CONNECTIONS_PER_ORIGIN = 1024;

/** A connection that is not up after this long is given up, even if the exchange's deadline is later. */
const CONNECT_TIMEOUT_MS = 10_000;

/** An idle connection is kept this long, unless the server asks for another time. */
const KEEP_ALIVE_MS = 4_000;

/** A server may ask for a longer time, up to this. */
const MAX_KEEP_ALIVE_MS = 60_000;

/** Makes the client that deliveries go out through. Why undici: docs/adr/0003. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const agent = new Agent({
    connect: vettingConnector(options),
    connections: options.maxConnectionsPerOrigin ?? DEFAULT_CONNECTIONS_PER_ORIGIN,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
    allowH2: false,
    // Both are idle timers, which a slow drip outlives. The exchange has a deadline of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    request(request) {
      return send(agent, request);
    },
    close() {
      return agent.destroy(new HttpError('aborted', 'the client was closed'));
    },
  };
}

async function send(agent: Agent, request: HttpRequest): Promise<HttpResponse> {
  const { url, body } = request;
  const headers = checkedHeaders(request);
  const exchange = new UndiciExchange(request);
  try {
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers,
        body: body ?? null,
      },
      exchange,
    );
  } catch (error) {
    exchange.onResponseError(null, toHttpError(error));
  }
  return exchange.response;
}

function vettingConnector(options: ClientOptions): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    lookup: vettedLookup(options.target, options.resolveName),
    ...(options.certificateAuthorities !== undefined && { ca: [...options.certificateAuthorities] }),
  });
  return (target, callback) => {
    const blocked = vetLiteralAddress(options.target, target.hostname);
    if (blocked === undefined) {
      connect(target, callback);
    } else {
      queueMicrotask(() => {
        callback(blocked, null);
      });
    }
  };
}
