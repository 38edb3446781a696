import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

const WINDOW_MS = 60_000;

/** Addresses that are remembered at most. One more, and the address that was seen longest ago is forgotten. */
const MAX_ADDRESSES = 10_000;

interface Window {
  readonly endsAt: number;
  failures: number;
}

/**
 * Counts the failed authentications of each client address, in windows of a minute. Instants are those of
 * `performance.now()`: the time of day may be set back, and a window would last longer by as much.
 */
export class FailureLimiter {
  readonly #windows = new LRUCache<string, Window>({ max: MAX_ADDRESSES });
  readonly #limit: number;

  /** @param limit failures allowed in a minute */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns whole seconds until the address may try again; 0 if it may try now */
  blockedForSeconds(address: string, now = performance.now()): number {
    const window = this.#windows.get(network(address));
    if (window === undefined || window.endsAt <= now || window.failures < this.#limit) return 0;
    return Math.ceil((window.endsAt - now) / 1000);
  }

  recordFailure(address: string, now = performance.now()): void {
    const key = network(address);
    const window = this.#windows.get(key);
    if (window !== undefined && window.endsAt > now) window.failures += 1;
    else this.#windows.set(key, { endsAt: now + WINDOW_MS, failures: 1 });
  }
}

/** One client: an IPv4 address, or the /64 of an IPv6 address, because one host may have all of it. */
function network(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
}
