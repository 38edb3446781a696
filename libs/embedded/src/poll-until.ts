import { setTimeout as delay } from 'node:timers/promises';

/** Calls `check` every `intervalMs` until it answers true. @returns false if it has not within `deadlineMs` */
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
