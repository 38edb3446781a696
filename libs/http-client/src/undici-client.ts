import { Connector } from './connect/connector.ts';
import { EgressProxy } from './connect/egress-proxy.ts';
import { TlsSettings } from './connect/tls-settings.ts';
import { Connections } from './connections.ts';
import { Exchange } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import { NameCache, type ResolveName } from './names/name-cache.ts';
import { systemNames } from './names/system-names.ts';
import { checkRequest } from './request-headers.ts';
import type { TargetRule } from './target-rule.ts';

/** How a client reaches its targets. */
export interface ClientOptions {
  readonly target: TargetRule;
  /** A connection is used for this long after its name was looked up, in milliseconds. Default: a minute. */
  readonly connectionMaxAgeMs?: number;
  /** PEM certificates to trust instead of the system's. Default: the system's. */
  readonly certificateAuthorities?: readonly string[];
  /** The URL of a proxy that all connections go through, by CONNECT. Default: none. */
  readonly proxy?: string | undefined;
  /** How names are resolved. Default: as the system does. */
  readonly resolveName?: ResolveName;
}

const DEFAULT_MAX_AGE_MS = 60_000;

/** Makes the client that deliveries go out through. Why undici, and what is Casewire's own around it: docs/adr/0003. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const { target, certificateAuthorities } = options;
  const maxAgeMs = options.connectionMaxAgeMs ?? DEFAULT_MAX_AGE_MS;
  const connector = new Connector({
    target,
    names: new NameCache(options.resolveName ?? systemNames(), maxAgeMs),
    tls: new TlsSettings(maxAgeMs, certificateAuthorities),
    proxy: options.proxy === undefined ? undefined : new EgressProxy(options.proxy),
  });
  const connections = new Connections(connector, maxAgeMs);
  return {
    async request(request) {
      checkRequest(request);
      const exchange = new Exchange(request, connections);
      exchange.begin();
      return exchange.response;
    },
    close() {
      connections.close();
      return Promise.resolve();
    },
  };
}
