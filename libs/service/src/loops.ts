import { retryLevel, type Logger, type Metrics } from '@casewire/observability';
import type { Loop, LoopObserver } from './loop.ts';

/** The loops of a service. */
export interface Loops {
  start(): void;
  /** Resolves when the rounds under way have ended. */
  stop(): Promise<void>;
}

/** Starts and stops loops together, and shows each in the service's metrics and log. */
export function createLoops(
  loops: readonly Loop[],
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): Loops {
  const { durations, failures, lastSuccess } = createLoopMetrics(metrics);
  for (const { name: loop } of loops) {
    failures.inc({ loop }, 0);
    lastSuccess.set({ loop }, 0);
  }
  const succeeded = new Set<string>();
  const observerOf = (loop: string): LoopObserver => ({
    onSuccess: (durationMs) => {
      succeeded.add(loop);
      durations.observe({ loop }, durationMs / 1000);
      lastSuccess.set({ loop }, Date.now() / 1000);
    },
    onFailure: (error, durationMs) => {
      durations.observe({ loop }, durationMs / 1000);
      failures.inc({ loop });
      logger[retryLevel(succeeded.has(loop))]({ error, loop }, 'a round of a loop failed, trying again');
    },
  });
  return {
    start: () => {
      for (const loop of loops) loop.start(observerOf(loop.name));
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

function createLoopMetrics(metrics: Metrics) {
  const labels = { loop: 'name of the loop' };
  return {
    durations: metrics.histogram({
      name: 'casewire_loop_round_duration_seconds',
      labels,
      unit: 'seconds',
      meaning:
        'How long a round of a loop took, whether it succeeded or failed. Its count is the number of rounds.',
      badValue: 'Growing: there is more and more to do in one round, or PostgreSQL is slow.',
    }),
    failures: metrics.counter({
      name: 'casewire_loop_failures_total',
      labels,
      unit: 'rounds',
      meaning: 'Rounds of a loop that failed. Each is logged with its error, and repeated after two seconds.',
      badValue:
        'Growing for minutes: the work of this loop is not done; the log says why. A few at once: PostgreSQL or Kafka was away.',
    }),
    lastSuccess: metrics.gauge({
      name: 'casewire_loop_last_success_timestamp_seconds',
      labels,
      unit: 'seconds since the epoch',
      meaning: 'When a round of the loop last succeeded; 0 if none has since the process started.',
      badValue:
        'Long ago: the loop fails or hangs. The loops `maintenance` run hourly, all others every minute at least.',
    }),
  };
}
