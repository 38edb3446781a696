import type { Pool } from '@casewire/database';
import { countOpen } from '@casewire/invocation-ledger';
import type { Gauge, Metrics } from '@casewire/observability';
import type { Positions } from './find-lost/positions.ts';

/** What history counts. */
export function createHistoryMetrics(metrics: Metrics) {
  return {
    applied: metrics.counter('casewire_history_records_applied_total', 'Records applied to the ledger'),
    released: metrics.counter('casewire_history_releases_total', 'Scheduled releases produced to deliveries'),
    cuts: metrics.counter('casewire_history_cuts_total', 'Cuts finished'),
    releasedByCut: metrics.counter(
      'casewire_history_rescheduled_by_cut_total',
      'Releases that were lost outside Casewire and scheduled again',
    ),
    unprocessable: metrics.counter(
      'casewire_history_unprocessable_total',
      'Invocations given up because several cuts running released them in vain',
    ),
    bodiesLost: metrics.counter(
      'casewire_history_bodies_lost_total',
      'Invocations known by their attempts alone and completed as failed',
    ),
    eventsRematched: metrics.counter(
      'casewire_history_events_rematched_total',
      'Events matched again because records were lost before the ledger had read them',
    ),
  };
}

export type HistoryMetrics = ReturnType<typeof createHistoryMetrics>;

/** `released` is the depth of the queue. */
const states = ['released', 'scheduled', 'overdue', 'held', 'hidden'] as const;

/** Open invocations by state, counted in the ledger when asked for: every history process reports the same. */
export function exposeOpenInvocations(metrics: Metrics, pool: Pool): void {
  metrics.gauge(
    'casewire_history_open_invocations',
    'Invocations by where they are; released is the depth of the queue; at most 100,000 are counted',
    ['state'],
    atIntervals(async (gauge: Gauge<'state'>) => {
      const open = await countOpen(pool);
      for (const state of states) gauge.set({ state }, open[state]);
    }),
  );
}

const topics = ['deliveries', 'ordered', 'attempts'] as const;

/** Records that the ledger has not applied yet, of all partitions: every history process reports the same. */
export function exposeConsumerLag(metrics: Metrics, positions: Positions): void {
  metrics.gauge(
    'casewire_consumer_lag_records',
    'Records of a topic that the service has not applied yet',
    ['topic'],
    atIntervals(async (gauge: Gauge<'topic'>) => {
      for (const topic of topics) gauge.set({ topic }, await positions.lag(topic));
    }),
  );
}

/** How long figures that cost queries are shown before they are asked for again. */
const INTERVAL_MS = 5_000;

/** Spares the database and the brokers frequent scrapes. While they are away the last figures stay. */
function atIntervals<G>(collect: (gauge: G) => Promise<void>): (gauge: G) => Promise<void> {
  let collectedAt = -Infinity;
  return async (gauge) => {
    if (performance.now() - collectedAt < INTERVAL_MS) return;
    collectedAt = performance.now();
    await collect(gauge).catch(() => undefined);
  };
}
