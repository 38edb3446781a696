import { retryPolicyOf, type RetryPolicy, type SuccessRule } from '@casewire/delivery-policy';
import { signingOf, type Family } from '@casewire/families';
import { resolveScheme, type SigningScheme } from '@casewire/signing';
import type { DeliveryTarget } from '@casewire/subscription-store';

/** How one delivery is sent and judged. */
export interface DeliveryRules {
  readonly scheme: SigningScheme;
  readonly successRule: SuccessRule;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

/** What the webhook's owner chose, and the family's defaults for everything else. */
export function deliveryRules(target: DeliveryTarget, family: Family): DeliveryRules {
  const { defaults } = family;
  return {
    scheme: resolveScheme(target.signing, signingOf(target.format, family)),
    successRule: target.successStatus ?? defaults.success,
    timeoutMs: target.timeoutMs ?? defaults.timeoutMs,
    retry: retryPolicyOf(target.retry ?? undefined, defaults.retry),
  };
}
