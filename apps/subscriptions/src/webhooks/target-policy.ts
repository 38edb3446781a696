import type { Environment } from '@casewire/events';
import { targetRule } from '@casewire/http-client';
import type { TargetPolicy } from './target-url.ts';

/**
 * Makes the policy of an environment.
 * @param allowedNetworks the configured private ranges, as CIDRs
 * @throws CidrError if one of them cannot be read
 */
export function targetPolicy(allowedNetworks: readonly string[]): (environment: Environment) => TargetPolicy {
  const publicOnly = targetRule();
  const anyTarget = targetRule(allowedNetworks);
  return (environment) => ({
    environment,
    anyTarget,
    isAllowedPrivate: (address) => anyTarget.allows(address) && !publicOnly.allows(address),
  });
}
