/** When a failed attempt is tried again. */
export interface RetryPolicy {
  /** Seconds to wait before the second, third, ... attempt; after the last one there are no more. */
  readonly delaysSeconds: readonly number[];
  /** How much shorter or longer each delay is, at random, as a share of the delay: 0.2 is +-20 %, 0 is exact. */
  readonly jitter: number;
  /** No attempt starts later than this many seconds after the event was accepted. Default: no such limit. */
  readonly maxAgeSeconds?: number;
}

/** Seconds. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Policies that a webhook names in place of delays of its own. */
export const retryPresets = {
  /** Ten retries over about three days. */
  standard: {
    delaysSeconds: [5, 30, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, DAY],
    jitter: 0.2,
  },
  /** Eight retries within about ten minutes, for receivers to whom a late delivery is worth nothing. */
  fast: { delaysSeconds: [1, 2, 5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE], jitter: 0.2 },
  /** Twelve retries over about seven days, for receivers that may be away for days. */
  patient: {
    delaysSeconds: [
      MINUTE,
      5 * MINUTE,
      15 * MINUTE,
      HOUR,
      3 * HOUR,
      6 * HOUR,
      12 * HOUR,
      ...Array<number>(5).fill(DAY + 5 * HOUR),
    ],
    jitter: 0.2,
  },
} as const satisfies Readonly<Record<string, RetryPolicy>>;

export type RetryPreset = keyof typeof retryPresets;

/** The retries that the owner of a webhook may set in place of the family's policy. `none`: no retries. */
export type RetryOverride =
  { readonly delaysSeconds: readonly number[]; readonly maxAgeSeconds?: number } | RetryPreset | 'none';

const noRetries: RetryPolicy = { delaysSeconds: [], jitter: 0 };

/**
 * The policy that applies to a webhook. An override replaces the family's policy as a whole, and delays of the webhook's
 * own are exact: they have no jitter.
 */
export function retryPolicyOf(override: RetryOverride | undefined, familyDefault: RetryPolicy): RetryPolicy {
  if (override === undefined) return familyDefault;
  if (override === 'none') return noRetries;
  if (typeof override === 'string') return retryPresets[override];
  return { ...override, jitter: 0 };
}
