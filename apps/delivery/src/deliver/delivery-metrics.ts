import type { ReleaseOutcome } from '@casewire/events';
import type { Counter, Histogram, Metrics } from '@casewire/observability';

/** What delivery counts. */
export interface DeliveryMetrics {
  readonly attempts: Counter<'outcome'>;
  readonly releases: Counter<'next'>;
  /** From the acceptance of the event to the receiver's answer, of first attempts only: retries wait on purpose. */
  readonly latency: Histogram;
}

/** What the process is doing at the time of a scrape. */
export interface Load {
  readonly running: number;
  readonly queued: number;
}

export function createDeliveryMetrics(metrics: Metrics, load: Load): DeliveryMetrics {
  metrics.gauge('casewire_deliveries_in_flight', 'Attempts under way', [], (gauge) => {
    gauge.set(load.running);
  });
  metrics.gauge('casewire_deliveries_queued', 'Deliveries that wait for a free lane', [], (gauge) => {
    gauge.set(load.queued);
  });
  return {
    attempts: metrics.counter<'outcome'>('casewire_deliveries_total', 'Attempts to deliver by outcome', [
      'outcome',
    ]),
    releases: metrics.counter<'next'>('casewire_delivery_releases_total', 'Releases by what follows', [
      'next',
    ]),
    latency: metrics.histogram(
      'casewire_delivery_latency_seconds',
      'From acceptance of the event to delivery, first attempts only',
    ),
  };
}

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
