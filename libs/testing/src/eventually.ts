import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** When to give up: what is not so by then will never be. Default 240,000, so that a slow machine fails no test. */
  deadlineMs?: number;
  /** Default 25. */
  intervalMs?: number;
}

/**
 * Repeats `check` until it does not throw and returns its value; after the deadline throws its last error.
 * The only way a spec waits: `await eventually(() => { expect(receiver.requests).toHaveLength(2); })`.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { deadlineMs = 240_000, intervalMs = 25 }: EventuallyOptions = {},
): Promise<T> {
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= endsAt) throw error;
    }
    await delay(intervalMs);
  }
}
