import type { Counter, Metrics } from '@casewire/observability';

/** What ingestion counts. */
export interface IngestionMetrics {
  /** Records by `outcome`: accepted, duplicate or rejected. */
  readonly events: Counter<'outcome'>;
}

export function createIngestionMetrics(metrics: Metrics): IngestionMetrics {
  return {
    events: metrics.counter('casewire_events_total', 'Records from upstream by what became of them', [
      'outcome',
    ]),
  };
}
