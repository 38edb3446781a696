import type { Metrics } from '@casewire/observability';

export function createMatchingMetrics(metrics: Metrics) {
  return {
    events: metrics.counter({
      name: 'casewire_events_matched_total',
      labels: { outcome: ['matched', 'unmatched'] },
      unit: 'events',
      meaning: 'Accepted events, by whether at least one webhook gets them. Rematches are not counted.',
      badValue:
        '`unmatched` growing at the cost of `matched`: webhooks have expired, were paused, or no longer fit.',
    }),
    invocations: metrics.counter({
      name: 'casewire_invocations_started_total',
      unit: 'invocations',
      meaning: 'Invocations that were started: one for each webhook that gets an event.',
      badValue: 'Not growing while events are matched: nothing can be produced.',
    }),
  };
}

export type MatchingMetrics = ReturnType<typeof createMatchingMetrics>;
