/** The most releases of one replay that have no outcome yet, whatever its webhook takes. */
export const MAX_WINDOW = 250;

/** What a webhook takes. */
export interface WebhookPace {
  /** Requests at once; null for the default. */
  readonly maxConcurrency: number | null;
  readonly rateLimitPerSecond: number | null;
}

/**
 * How many releases of a replay may have no outcome yet: half of the requests that its webhook has under way at once, and
 * of those that it takes in a second, but one at least. The other half stays free for live traffic, which so never waits
 * for a replay.
 * @param defaultConcurrency of webhooks without `maxConcurrency`
 */
export function windowOf(
  { maxConcurrency, rateLimitPerSecond }: WebhookPace,
  defaultConcurrency: number,
): number {
  const most = Math.min(maxConcurrency ?? defaultConcurrency, rateLimitPerSecond ?? Infinity);
  return Math.min(Math.max(Math.floor(most / 2), 1), MAX_WINDOW);
}
