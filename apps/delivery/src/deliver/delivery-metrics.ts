import { attemptOutcomes, type NextStep, type ReleaseOutcome } from '@casewire/events';
import type { Metrics } from '@casewire/observability';

/** What the process is doing at the time of a scrape. */
interface Load {
  readonly running: number;
  readonly queued: number;
}

/** An object, so that a new kind of step does not compile until it is listed. */
const nextSteps: Record<NextStep['kind'], true> = {
  done: true,
  cancelled: true,
  retry: true,
  defer: true,
  'give-up': true,
};

/** What delivery counts. */
export function createDeliveryMetrics(metrics: Metrics, load: Load) {
  metrics.gauge(
    {
      name: 'casewire_deliveries_in_flight',
      unit: 'requests',
      meaning: 'Requests to receivers that are under way in this process.',
      badValue:
        'At `CASEWIRE_DELIVERY_CONCURRENCY` for minutes: further deliveries wait. Receivers are slow, or more processes are needed.',
    },
    (gauge) => {
      gauge.set(load.running);
    },
  );
  metrics.gauge(
    {
      name: 'casewire_deliveries_queued',
      unit: 'deliveries',
      meaning:
        'Deliveries that wait in this process until their webhook, or the process, may begin another request.',
      badValue:
        'Growing while few are in flight: some webhooks are slower than their events arrive. Their deliveries are put off.',
    },
    (gauge) => {
      gauge.set(load.queued);
    },
  );
  return {
    attempts: metrics.counter({
      name: 'casewire_deliveries_total',
      labels: { outcome: attemptOutcomes },
      unit: 'requests',
      meaning: 'Requests to receivers, by how they ended.',
      badValue:
        'A growing share that is not `delivered`: receivers fail, or cannot be reached from here. If it is so for all of them, look at the network and at DNS.',
    }),
    releases: metrics.counter({
      name: 'casewire_delivery_releases_total',
      labels: { next: Object.keys(nextSteps) },
      unit: 'releases',
      meaning:
        'Records of `deliveries` that were worked off, by what follows: nothing (`done`, `cancelled`), another attempt (`retry`), the same attempt later (`defer`), or the end without success (`give-up`).',
      badValue:
        '`give-up` growing: customers lose deliveries. `defer` growing: webhooks are paused or slower than their events arrive.',
    }),
    latency: metrics.histogram({
      name: 'casewire_delivery_latency_seconds',
      unit: 'seconds',
      meaning:
        'From the acceptance of an event until its receiver has answered with success, of first attempts only: retries wait on purpose.',
      badValue:
        'A p99 of several seconds: compare `casewire_consumer_lag_records` of the services to see where events wait.',
    }),
  };
}

export type DeliveryMetrics = ReturnType<typeof createDeliveryMetrics>;

/** Counts what became of one release. */
export function countOutcome(metrics: DeliveryMetrics, { delivery, attempt, next }: ReleaseOutcome): void {
  metrics.releases.inc({ next: next.kind });
  if (attempt === undefined) return;
  metrics.attempts.inc({ outcome: attempt.outcome });
  if (attempt.outcome === 'delivered' && attempt.number === 1) {
    const deliveredAt = attempt.startedAt + attempt.durationMs;
    metrics.latency.observe(Math.max(0, deliveredAt - delivery.acceptedAt) / 1000);
  }
}
