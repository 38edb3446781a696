import { Problem } from '@casewire/rest';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import type { FailureLimiter } from './failure-limiter.ts';
import { WrongKey } from './key-owners.ts';

/**
 * Does work that finds out whether a secret is right.
 * @param address of the client
 * @param work is told whether the address sent too many wrong keys
 * @throws Problem too-many-requests; any error of the work
 */
export type CountGuesses = <T>(
  address: string | undefined,
  work: (isSuspect: boolean) => Promise<T>,
) => Promise<T>;

/**
 * Counts wrong keys, and wrong codes of portal links, by address. An address that sent too many of them is answered 429 to
 * further wrong ones. A valid one is let in from any address.
 */
export function guessCounter(limiter: FailureLimiter, metrics: GatewayMetrics): CountGuesses {
  return async (address = '', work) => {
    const isSuspect = limiter.blockedForSeconds(address) > 0;
    try {
      return await work(isSuspect);
    } catch (error) {
      if (!(error instanceof WrongKey)) throw error;
      const blockedFor = limiter.blockedForSeconds(address);
      limiter.recordFailure(address);
      metrics.authenticationFailures.inc({ reason: blockedFor > 0 ? 'blocked' : 'wrong-key' });
      if (blockedFor === 0) throw error;
      throw new Problem('too-many-requests', {
        detail: 'the key is wrong, and too many requests with a wrong key came from this address',
        headers: { 'retry-after': String(blockedFor) },
      });
    }
  };
}
