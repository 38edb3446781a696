import { setTimeout as delay } from 'node:timers/promises';

const LONGEST_DELAY_MS = 10_000;

interface StartOptions {
  readonly signal: AbortSignal;
  readonly isTransient: (error: unknown) => boolean;
  readonly onRetry: (error: unknown, delayMs: number) => void;
  /** First pause, in milliseconds. Each further one is twice as long, up to 10 s. Default 500. */
  readonly firstDelayMs?: number;
}

/**
 * Repeats `work` with growing pauses while it fails for reasons that pass by themselves.
 * @throws the first other error; AbortError when the signal is aborted
 */
export async function startUntilDone(work: () => Promise<void>, options: StartOptions): Promise<void> {
  for (let delayMs = options.firstDelayMs ?? 500; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
    try {
      await work();
      return;
    } catch (error) {
      options.signal.throwIfAborted();
      if (!options.isTransient(error)) throw error;
      options.onRetry(error, delayMs);
      await delay(delayMs, undefined, { signal: options.signal });
    }
  }
}
