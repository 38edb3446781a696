/** When a failed attempt is followed by another one. */
export interface RetryPolicy {
  /** Seconds to wait before the second, third, ... attempt; after the last one there are no more. */
  readonly delaysSeconds: readonly number[];
  /** Share of each delay by which it may be shorter or longer, at random: 0.2 is +-20 %, 0 is exact. */
  readonly jitter: number;
  /** No attempt starts later than this many seconds after the event was accepted. Default: no such limit. */
  readonly maxAgeSeconds?: number;
}

/** What the owner of a webhook may put in place of the family's policy. */
export type RetryOverride =
  { readonly delaysSeconds: readonly number[]; readonly maxAgeSeconds?: number } | 'none';

const noRetries: RetryPolicy = { delaysSeconds: [], jitter: 0 };

/**
 * The policy that applies to a webhook. An override replaces the family's policy altogether, and its delays are
 * exact: whoever names minutes means them.
 */
export function retryPolicyOf(override: RetryOverride | undefined, familyDefault: RetryPolicy): RetryPolicy {
  if (override === undefined) return familyDefault;
  if (override === 'none') return noRetries;
  return { ...override, jitter: 0 };
}
