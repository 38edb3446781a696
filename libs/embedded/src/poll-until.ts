import { setTimeout as delay } from 'node:timers/promises';

/** Asks every `intervalMs` until the answer is true; false when `deadlineMs` has passed without one. */
export async function pollUntil(
  check: () => boolean | Promise<boolean>,
  deadlineMs: number,
  intervalMs = 50,
): Promise<boolean> {
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    if (await check()) return true;
    if (performance.now() >= endsAt) return false;
    await delay(intervalMs);
  }
}
