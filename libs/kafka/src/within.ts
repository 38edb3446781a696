import { pause } from './pause.ts';

/** Waits for the work, at most this long. */
export async function within(ms: number, work: Promise<void>): Promise<void> {
  const deadline = new AbortController();
  await Promise.race([work, pause(ms, deadline.signal)]);
  deadline.abort();
}
