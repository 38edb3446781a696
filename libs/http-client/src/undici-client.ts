import { Agent, buildConnector } from 'undici';
import {
  CONNECT_TIMEOUT_MS,
  defaultKeepAliveMs,
  defaultMaxConnectionsPerOrigin,
  type ClientOptions,
} from './client-options.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
import { HttpError, toHttpError } from './http-error.ts';
import { checkedHeaders } from './request-headers.ts';
import { UndiciExchange } from './undici-exchange.ts';
import { vetLiteralAddress, vettedLookup } from './vetted-lookup.ts';

/** A server may ask for longer keep-alive than ours, up to this. */
const MAX_KEEP_ALIVE_MS = 60_000;

/** The client that deliveries use by default; see docs/adr/0003. */
export function createUndiciClient(options: ClientOptions): HttpClient {
  const agent = new Agent({
    connect: vettingConnector(options),
    connections: options.maxConnectionsPerOrigin ?? defaultMaxConnectionsPerOrigin,
    keepAliveTimeout: options.keepAliveMs ?? defaultKeepAliveMs,
    keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
    allowH2: false,
    // Both are idle timers that a slow drip outlives: the exchange's own deadline replaces them.
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
