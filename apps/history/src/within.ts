import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when work has ended, or when the time is over. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([work, delay(ms, undefined, { signal }).catch(() => undefined)]);
  over.abort();
}
