import type { Counter, Metrics } from '@casewire/observability';

/** What matching counts. */
export interface MatchingMetrics {
  /** By `outcome`: matched or unmatched. */
  readonly events: Counter<'outcome'>;
  readonly invocations: Counter;
}

export function createMatchingMetrics(metrics: Metrics): MatchingMetrics {
  return {
    events: metrics.counter('casewire_events_matched_total', 'Accepted events by whether a webhook matched', [
      'outcome',
    ]),
    invocations: metrics.counter(
      'casewire_invocations_started_total',
      'Invocations started, one per matching webhook',
    ),
  };
}
