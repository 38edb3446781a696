/** When a failed attempt is tried again. */
export interface RetryPolicy {
  /** Seconds to wait before the second, third, ... attempt; after the last one there are no more. */
  readonly delaysSeconds: readonly number[];
  /** How much shorter or longer each delay is, at random, as a share of the delay: 0.2 is +-20 %, 0 is exact. */
  readonly jitter: number;
  /** No attempt starts later than this many seconds after the event was accepted. Default: no such limit. */
  readonly maxAgeSeconds?: number;
}

/** The retries that the owner of a webhook may set in place of the family's policy. `none`: no retries. */
export type RetryOverride =
  { readonly delaysSeconds: readonly number[]; readonly maxAgeSeconds?: number } | 'none';

const noRetries: RetryPolicy = { delaysSeconds: [], jitter: 0 };

/**
 * The policy that applies to a webhook. An override replaces the family's policy as a whole, and its delays are exact:
 * they have no jitter.
 */
export function retryPolicyOf(override: RetryOverride | undefined, familyDefault: RetryPolicy): RetryPolicy {
  if (override === undefined) return familyDefault;
  if (override === 'none') return noRetries;
  return { ...override, jitter: 0 };
}
