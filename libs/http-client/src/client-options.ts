import type { TargetRule } from './target-rule.ts';
import type { ResolveName } from './vetted-lookup.ts';

/** How a client reaches its targets; the same for every adapter. */
export interface ClientOptions {
  readonly target: TargetRule;
  /** PEM certificates to trust instead of the system's. Default: the system's. */
  readonly certificateAuthorities?: readonly string[];
  /** An idle connection is kept this long unless the server hints otherwise, in milliseconds. Default: 4,000. */
  readonly keepAliveMs?: number;
  /** At most this many connections to one origin; further requests wait for one. Default: 1,024. */
  readonly maxConnectionsPerOrigin?: number;
  /** How names are resolved. Default: `dns.lookup`. */
  readonly resolveName?: ResolveName;
}

export const defaultKeepAliveMs = 4000;
export const defaultMaxConnectionsPerOrigin = 1024;

/** A connection that is not up after this long is given up, even if the exchange's deadline is later. */
export const CONNECT_TIMEOUT_MS = 10_000;
