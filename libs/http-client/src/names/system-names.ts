import { Resolver } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hostsIn, searchListIn, SystemFile } from './system-files.ts';
import type { ResolveName } from './name-cache.ts';

export interface SystemNamesOptions {
  /** Default: `/etc/hosts`. */
  readonly hostsFile?: string;
  /** Default: `/etc/resolv.conf`. */
  readonly resolverFile?: string;
  /** Name servers, as `address:port`. Default: those of the system. */
  readonly servers?: readonly string[];
}

/** A query is repeated after this long, or sent to the next name server. */
const QUERY_TIMEOUT_MS = 1_500;
const QUERY_TRIES = 2;

/** When one family of addresses is known, the other may take this much longer (RFC 8305, section 3). */
const RESOLUTION_DELAY_MS = 50;

/** Names that never leave the machine (RFC 6761, section 6.3). */
const LOCAL_NAME = /(?:^|\.)localhost$/;
const LOOPBACK = ['127.0.0.1'];

/**
 * Resolves names as the system does, from the hosts file, then from the DNS, there also by the search list, but without
 * `getaddrinfo`: Node runs two of those at a time, none can be cancelled, and a name whose servers are dead takes one for
 * ten seconds. A query of c-ares holds a UDP socket and nothing else.
 */
export function systemNames(options: SystemNamesOptions = {}): ResolveName {
  const hosts = new SystemFile(options.hostsFile ?? '/etc/hosts', hostsIn);
  const searchList = new SystemFile(options.resolverFile ?? '/etc/resolv.conf', searchListIn);
  return async (hostname, signal) => {
    const isAbsolute = hostname.endsWith('.');
    const name = (isAbsolute ? hostname.slice(0, -1) : hostname).toLowerCase();
    const own = hosts.read().get(name);
    if (own !== undefined) return own;
    if (LOCAL_NAME.test(name)) return LOOPBACK;
    const names = [name, ...(isAbsolute ? [] : searchList.read().map((domain) => `${name}.${domain}`))];
    return queryFirst(names, options.servers, signal);
  };
}

/** Asks for one name after the other until one exists. The first name's failure is the one that is reported. */
async function queryFirst(
  names: readonly string[],
  servers: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // A resolver of its own for each look-up: it reads the system's settings afresh, and cancelling it cancels no other.
  const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  const cancel = (): void => {
    resolver.cancel();
  };
  signal.addEventListener('abort', cancel);
  try {
    let failure: unknown;
    for (const name of names) {
      signal.throwIfAborted();
      const { addresses, error } = await query(resolver, name);
      if (addresses.length > 0) return addresses;
      failure ??= error;
      if (!isUnknownName(error)) break;
    }
    throw failure;
  } finally {
    cancel();
  }
}

interface Answer {
  readonly addresses: readonly string[];
  readonly error?: unknown;
}

/** Asks for both families at once, and puts them in turn, IPv4 first: a machine without IPv6 then loses no time. */
async function query(resolver: Resolver, name: string): Promise<Answer> {
  const ipv4 = answerOf(resolver.resolve4(name));
  const ipv6 = answerOf(resolver.resolve6(name));
  const [four, six] = await Promise.all([orLate(ipv4, ipv6), orLate(ipv6, ipv4)]);
  const longest = Math.max(four.addresses.length, six.addresses.length);
  const addresses = Array.from({ length: longest }, (_, index) => [
    ...four.addresses.slice(index, index + 1),
    ...six.addresses.slice(index, index + 1),
  ]).flat();
  return { addresses, error: isUnknownName(four.error) ? (six.error ?? four.error) : four.error };
}

function answerOf(asked: Promise<string[]>): Promise<Answer> {
  return asked.then(
    (addresses) => ({ addresses }),
    (error: unknown) => ({ addresses: [], error }),
  );
}

/** One family's answer, or none if it comes too long after the other's. */
function orLate(wanted: Promise<Answer>, other: Promise<Answer>): Promise<Answer> {
  const late = other.then(async ({ addresses }) => {
    if (addresses.length === 0) return wanted;
    await delay(RESOLUTION_DELAY_MS);
    return { addresses: [] };
  });
  return Promise.race([wanted, late]);
}

/** The name servers have answered that there is no such name, or no such record. */
function isUnknownName(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
