import type { Metrics } from '@casewire/observability';

export function createIngestionMetrics(metrics: Metrics) {
  return {
    events: metrics.counter({
      name: 'casewire_events_total',
      labels: { outcome: ['accepted', 'duplicate', 'rejected'] },
      unit: 'records',
      meaning: 'Records from upstream, by outcome.',
      badValue:
        '`rejected` growing: upstream sends what its schema does not allow; `GET /v1/rejected-events` says what. `duplicate` growing: upstream sends events several times.',
    }),
  };
}

export type IngestionMetrics = ReturnType<typeof createIngestionMetrics>;
