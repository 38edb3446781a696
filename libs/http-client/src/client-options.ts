import { Connector } from './connect/connector.ts';
import { EgressProxy } from './connect/egress-proxy.ts';
import { TlsSettings } from './connect/tls-settings.ts';
import { NameCache, type ResolveName } from './names/name-cache.ts';
import { systemNames } from './names/system-names.ts';
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

/** @returns milliseconds */
export function maxAgeOf({ connectionMaxAgeMs = DEFAULT_MAX_AGE_MS }: ClientOptions): number {
  return connectionMaxAgeMs;
}

/** What makes the connections of a client. */
export function createConnector(options: ClientOptions): Connector {
  const { target, certificateAuthorities, proxy } = options;
  const maxAgeMs = maxAgeOf(options);
  return new Connector({
    target,
    names: new NameCache(options.resolveName ?? systemNames(), maxAgeMs),
    tls: new TlsSettings(maxAgeMs, certificateAuthorities),
    proxy: proxy === undefined ? undefined : new EgressProxy(proxy),
  });
}
