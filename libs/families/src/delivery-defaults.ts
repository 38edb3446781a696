import type { RetrySchedule } from './family.ts';

/** Seconds. */
export const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Ten retries over about three days. */
export const defaultRetry: RetrySchedule = {
  delaysSeconds: [5, 30, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR],
  jitter: 0.2,
};

export const defaultTimeoutMs = 10_000;
