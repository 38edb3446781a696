import type { Pool } from '@casewire/database';
import { countOpen, countOutbox, countUnsound } from '@casewire/invocation-ledger';
import { atIntervals, type Metrics } from '@casewire/observability';

export function createHistoryMetrics(metrics: Metrics) {
  return {
    applied: metrics.counter({
      name: 'casewire_history_records_applied_total',
      unit: 'records',
      meaning: 'Records that were applied to the ledger.',
      badValue: 'Not growing while `casewire_consumer_lag_records` grows: the ledger cannot be written.',
    }),
    released: metrics.counter({
      name: 'casewire_history_releases_total',
      unit: 'releases',
      meaning: 'Releases of invocations that were due: the broker has acknowledged them on `deliveries`.',
      badValue:
        'Not growing while `casewire_history_open_invocations{state="overdue"}` grows: retries stand still.',
    }),
    unacknowledged: metrics.counter({
      name: 'casewire_history_releases_unacknowledged_total',
      unit: 'releases',
      meaning:
        'Releases that the producer gave up before a broker had them. They are scheduled again when their lease ends.',
      badValue: 'Growing: Kafka is away or refuses them, and retries come late.',
    }),
    leasesExpired: metrics.counter({
      name: 'casewire_history_leases_expired_total',
      unit: 'releases',
      meaning: 'Releases whose lease ended before they were acknowledged, and which are scheduled again.',
      badValue:
        'More than the unacknowledged ones: history processes die, or take longer than `CASEWIRE_RELEASE_LEASE_SECONDS` for a round.',
    }),
    replayed: metrics.counter({
      name: 'casewire_history_replayed_total',
      unit: 'invocations',
      meaning: 'Invocations that replays have scheduled.',
      badValue:
        'Not growing while `GET /v1/replays` shows running ones: their webhooks do not answer, or their tenants have all the releases out that they may have.',
    }),
    freed: metrics.counter({
      name: 'casewire_history_freed_total',
      unit: 'invocations',
      meaning:
        'Invocations that a hold of their webhook had kept, and that were scheduled or skipped at its end.',
      badValue:
        'Not growing while `casewire_history_open_invocations{state="held-by-webhook"}` is large and its webhooks were resumed.',
    }),
    probes: metrics.counter({
      name: 'casewire_history_probes_total',
      unit: 'releases',
      meaning: 'Probes: releases that find out whether the receiver of an open breaker is back.',
      badValue:
        'Not growing while `casewire_history_unsound_webhooks{state="unavailable"}` is not 0: nothing finds out that receivers are back.',
    }),
    webhookChanges: metrics.counter({
      name: 'casewire_history_webhook_changes_total',
      labels: { change: ['failing', 'recovered', 'paused', 'opened', 'closed'] },
      unit: 'changes',
      meaning:
        'Webhooks that began to fail, have recovered, or were paused by Casewire after nothing but failures for days, and breakers that opened and closed.',
      badValue: '`failing` for many webhooks at once: Casewire itself may not reach the internet.',
    }),
    cuts: metrics.counter({
      name: 'casewire_history_cuts_total',
      unit: 'cuts',
      meaning: 'Cuts that were finished: searches for releases that were lost outside Casewire.',
      badValue:
        'Not growing for a multiple of `CASEWIRE_CUT_INTERVAL_SECONDS`, in all history processes: delivery or history lags, ingestion or matching lags while events are to be rematched, or the ledger was restored and has not caught up.',
    }),
    releasedByCut: metrics.counter({
      name: 'casewire_history_rescheduled_by_cut_total',
      unit: 'releases',
      meaning: 'Releases that a cut found lost, and scheduled again.',
      badValue: 'Any: Kafka has lost records, by retention or because a topic was made anew.',
    }),
    unprocessable: metrics.counter({
      name: 'casewire_history_unprocessable_total',
      unit: 'invocations',
      meaning:
        'Invocations that were given up, because several cuts in a row had scheduled them again in vain.',
      badValue:
        'Any: customers lose deliveries. Look for their releases among the dead letters of `delivery`.',
    }),
    bodiesLost: metrics.counter({
      name: 'casewire_history_bodies_lost_total',
      unit: 'invocations',
      meaning: 'Invocations that were known by their attempts alone, and have ended as failed.',
      badValue: 'Any: delivery records were lost before history had read them, and so were their events.',
    }),
    eventsRematched: metrics.counter({
      name: 'casewire_history_events_rematched_total',
      unit: 'events',
      meaning: 'Events that were rematched, because records were lost before the ledger had read them.',
      badValue: 'Any: history was away for longer than a topic keeps its records.',
    }),
    outboxSent: metrics.counter({
      name: 'casewire_history_outbox_sent_total',
      unit: 'records',
      meaning: 'Announcements of ends of invocations that the brokers have, on `outcomes` and on `events`.',
      badValue: 'Not growing while `casewire_history_outbox_records` grows: nobody hears of failures.',
    }),
    outboxUnacknowledged: metrics.counter({
      name: 'casewire_history_outbox_unacknowledged_total',
      unit: 'records',
      meaning:
        'Announcements that the producer gave up before a broker had them. They are sent again when their lease ends.',
      badValue: 'Growing: Kafka is away or refuses them, and announcements come late.',
    }),
  };
}

export type HistoryMetrics = ReturnType<typeof createHistoryMetrics>;

const states = ['released', 'scheduled', 'overdue', 'held', 'held-by-webhook', 'hidden'] as const;

/** Shows how many invocations in the ledger have not ended, by state. */
export function showOpenInvocations(metrics: Metrics, pool: Pool): void {
  metrics.gauge(
    {
      name: 'casewire_history_open_invocations',
      labels: { state: states },
      unit: 'invocations',
      meaning:
        'Invocations that have not ended: `released` to delivery, `scheduled` for later, `overdue` for more than a few seconds, `held` behind a predecessor, `held-by-webhook` while it is paused, or `hidden` until their delivery record is there. Every history process shows the same. They are counted every five seconds at most, and up to 10,000.',
      badValue:
        '`released` growing: delivery does not keep up. `overdue` growing: retries stand still. `hidden` growing: history lags behind delivery.',
    },
    atIntervals(async (gauge) => {
      const open = await countOpen(pool);
      for (const state of states) gauge.set({ state }, open[state]);
    }),
  );
}

/** Shows how many announcements wait to be sent. */
export function showOutbox(metrics: Metrics, pool: Pool): void {
  metrics.gauge(
    {
      name: 'casewire_history_outbox_records',
      unit: 'records',
      meaning:
        'Announcements of ends of invocations that the brokers do not have yet. Every history process shows the same. They are counted every five seconds at most, and up to 10,000.',
      badValue: 'Growing: Kafka takes no records on `outcomes` or `events`, or fewer than invocations end.',
    },
    atIntervals(async (gauge) => {
      gauge.set(await countOutbox(pool));
    }),
  );
}

/** Shows how many webhooks are failing, or paused by Casewire. */
export function showUnsoundWebhooks(metrics: Metrics, pool: Pool): void {
  metrics.gauge(
    {
      name: 'casewire_history_unsound_webhooks',
      labels: { state: ['failing', 'unavailable', 'paused'] },
      unit: 'webhooks',
      meaning:
        'Webhooks that are failing, that are on hold because their receivers are unavailable, and that Casewire has paused. Every history process shows the same. They are counted every five seconds at most.',
      badValue:
        'Growing for many tenants at once: Casewire itself may not reach the internet, or a receiver that many use is away.',
    },
    atIntervals(async (gauge) => {
      const { failing, unavailable, paused } = await countUnsound(pool);
      gauge.set({ state: 'unavailable' }, unavailable);
      gauge.set({ state: 'failing' }, failing);
      gauge.set({ state: 'paused' }, paused);
    }),
  );
}
