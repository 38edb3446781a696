import type { Pool } from '@casewire/database';
import { countOpen } from '@casewire/invocation-ledger';
import type { Metrics } from '@casewire/observability';

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
  };
}

/** `released` is the depth of the queue. */
const states = ['released', 'scheduled', 'overdue', 'held', 'hidden'] as const;

/** How long a count of open invocations is shown before they are counted again. */
const COUNT_INTERVAL_MS = 5_000;

/** Open invocations by state, counted in the ledger when asked for: every history process reports the same. */
export function exposeOpenInvocations(metrics: Metrics, pool: Pool): void {
  let countedAt = -Infinity;
  metrics.gauge(
    'casewire_history_open_invocations',
    'Invocations by where they are; released is the depth of the queue; at most 100,000 are counted',
    ['state'],
    async (gauge) => {
      if (performance.now() - countedAt < COUNT_INTERVAL_MS) return;
      // A scrape must not fail with the database: then the last numbers stay.
      const open = await countOpen(pool).catch(() => undefined);
      if (open === undefined) return;
      countedAt = performance.now();
      for (const state of states) gauge.set({ state }, open[state]);
    },
  );
}
