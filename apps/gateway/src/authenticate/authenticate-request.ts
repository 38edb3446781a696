import type { Identity } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import type { Request } from 'express';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { type Authenticator, WrongKey } from './authenticator.ts';
import type { FailureLimiter } from './failure-limiter.ts';

export interface AuthenticationParts {
  readonly authenticator: Authenticator;
  readonly limiter: FailureLimiter;
  readonly metrics: GatewayMetrics;
}

/** @throws Problem too-many-requests; any error of the authenticator */
export type AuthenticateRequest = (request: Request) => Promise<Identity>;

/**
 * Authenticates requests, and counts wrong keys by address. An address that sent too many of them is answered 429 to
 * further wrong keys. A valid key is let in from any address.
 */
export function requestAuthentication({
  authenticator,
  limiter,
  metrics,
}: AuthenticationParts): AuthenticateRequest {
  return async (request) => {
    const address = request.ip ?? '';
    const isSuspect = limiter.blockedForSeconds(address) > 0;
    try {
      return await authenticator.authenticate(request.headers, isSuspect);
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
