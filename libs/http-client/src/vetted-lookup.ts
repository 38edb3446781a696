import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { HttpError } from './http-error.ts';
import type { TargetRule } from './target-rule.ts';

/** Resolves a name to all of its addresses, as `dns.lookup` does with `all: true`. */
export type ResolveName = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A look-up for sockets that answers with vetted addresses only, so that the address that was judged is the one that is
 * connected to. One forbidden address refuses the whole answer: a name that points inside is not trusted at all.
 */
export function vettedLookup(rule: TargetRule, resolve: ResolveName = systemLookup): LookupFunction {
  const resolveOnce = coalesced(resolve);
  return (hostname, options, callback) => {
    resolveOnce(hostname, { all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const [first] = addresses;
      if (first === undefined) {
        callback(new HttpError('dns-error', `${hostname} has no address`), []);
      } else if (!addresses.every(({ address }) => rule.allows(address))) {
        callback(blockedTarget(hostname), []);
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

/**
 * Asks once for all connections to a host that are made at the same time. Node resolves four names at a time: else a
 * burst of connections to one host would keep every other name waiting.
 */
function coalesced(resolve: ResolveName): ResolveName {
  const waiting = new Map<string, Parameters<ResolveName>[2][]>();
  return (hostname, options, callback) => {
    const others = waiting.get(hostname);
    if (others !== undefined) {
      others.push(callback);
      return;
    }
    const callbacks = [callback];
    waiting.set(hostname, callbacks);
    resolve(hostname, options, (error, addresses) => {
      waiting.delete(hostname);
      for (const answer of callbacks) answer(error, addresses);
    });
  };
}

/** The error for a host that is itself a forbidden address: sockets connect to such a host without a look-up. */
export function vetLiteralAddress(rule: TargetRule, host: string): HttpError | undefined {
  return isIP(host) !== 0 && !rule.allows(host) ? blockedTarget(host) : undefined;
}

// The message does not say which address the name has: the owner of the webhook reads it.
function blockedTarget(host: string): HttpError {
  return new HttpError('blocked-target', `${host} is not at a public address`);
}
