import { setTimeout as delay } from 'node:timers/promises';
import type { Upstream } from './upstream.ts';

/** A stream of events whose batches follow each other: those of one subject keep their order. */
export interface SteadyEvents<Event> {
  /** What was acknowledged so far, in its order. */
  readonly published: readonly Event[];
  /** Ends the stream and resolves when everything is acknowledged. */
  stop(): Promise<readonly Event[]>;
}

/**
 * Publishes a batch of events at intervals until it is stopped.
 * @param batchOf makes the batch with this number, from 0 on
 */
export function startSteadyEvents<Event extends object>(
  upstream: Upstream,
  batchOf: (number: number) => readonly Event[],
  { everyMs, atMost }: { readonly everyMs: number; readonly atMost: number },
): SteadyEvents<Event> {
  const published: Event[] = [];
  const abort = new AbortController();
  const run = async (): Promise<void> => {
    const startedAt = performance.now();
    for (let number = 0; number < atMost && !abort.signal.aborted; number++) {
      const batch = batchOf(number);
      await upstream.publish(batch);
      published.push(...batch);
      const nextAt = startedAt + (number + 1) * everyMs;
      await delay(Math.max(0, nextAt - performance.now()), undefined, { signal: abort.signal }).catch(
        () => undefined,
      );
    }
  };
  const finished = run();
  // `stop` reports a failure. If the spec has failed before that, this one must not end the run.
  finished.catch(() => undefined);
  return {
    published,
    stop: async () => {
      abort.abort();
      await finished;
      return published;
    },
  };
}
