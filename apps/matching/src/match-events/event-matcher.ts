import { decodeAcceptedRecord, MalformedRecordError, type AcceptedEvent } from '@casewire/events';
import type { BatchHandler, KafkaRecord, OutgoingRecord, Settlement } from '@casewire/kafka';
import type { Pool } from '@casewire/database';
import type { Logger } from '@casewire/observability';
import { Breather, EventContent, isCostly } from '@casewire/payloads';
import { recordRunEnds, recordStateChanges } from '@casewire/run-store';
import { findMatchingWebhooks, findRunsWithEndingWebhooks } from '@casewire/subscription-store';
import type { MatchingMetrics } from './matching-metrics.ts';
import { prepareDelivery, type PreparationSettings } from './prepare-delivery.ts';
import { toldRunEnds, toldStateChanges } from './run-facts.ts';

/** Produces records with acks=all, in the given order per partition. */
export interface RecordSink {
  sendAll(records: readonly OutgoingRecord[]): Promise<void>;
}

/** Finds the webhooks of accepted events and starts one invocation for each. */
export class EventMatcher {
  readonly #pool: Pool;
  readonly #sink: RecordSink;
  readonly #settings: PreparationSettings;
  readonly #metrics: MatchingMetrics;
  readonly #logger: Logger;

  constructor(
    pool: Pool,
    sink: RecordSink,
    settings: PreparationSettings,
    observers: { readonly metrics: MatchingMetrics; readonly logger: Logger },
  ) {
    this.#pool = pool;
    this.#sink = sink;
    this.#settings = settings;
    this.#metrics = observers.metrics;
    this.#logger = observers.logger;
  }

  /**
   * One query for the whole batch. What a run was in before is written, once, before anything is produced, so that
   * processing any part of the topic again decides the same. An event is settled when everything it started is
   * acknowledged; the next batch does not wait for that.
   */
  async match(records: readonly KafkaRecord[]): ReturnType<BatchHandler> {
    const readings = records.map(read);
    const events = readings.flatMap((reading) => (reading.kind === 'event' ? [reading.event] : []));
    const [webhooks, previousStates] = await Promise.all([
      findMatchingWebhooks(this.#pool, events.map(toQuery)),
      recordStateChanges(this.#pool, toldStateChanges(events)),
    ]);
    await recordRunEnds(this.#pool, await findRunsWithEndingWebhooks(this.#pool, toldRunEnds(events)));
    const deliveries: OutgoingRecord[] = [];
    const breather = new Breather();
    for (const [index, event] of events.entries()) {
      const content = new EventContent(event, previousStates.get(event.uid) ?? undefined);
      const started: OutgoingRecord[] = [];
      for (const webhook of webhooks[index] ?? []) {
        const record = prepareDelivery(content, webhook, this.#settings);
        if (record !== undefined) started.push(record);
        if (isCostly(webhook)) await breather.pause();
      }
      this.#observe(event, started.length);
      deliveries.push(...started);
    }
    const produced = this.#sink.sendAll(deliveries).then(() => done);
    return readings.map((reading) => (reading.kind === 'event' ? produced : reading));
  }

  #observe(event: AcceptedEvent, matched: number): void {
    const outcome = matched === 0 ? 'unmatched' : 'matched';
    this.#metrics.events.inc({ outcome });
    this.#metrics.invocations.inc(matched);
    this.#logger.debug({ eventUid: event.uid, matched }, 'event matched');
  }
}

const done: Settlement = { kind: 'done' };

type Reading =
  { readonly kind: 'event'; readonly event: AcceptedEvent } | (Settlement & { readonly kind: 'dead-letter' });

function read({ headers, value }: KafkaRecord): Reading {
  try {
    if (value === null) throw new MalformedRecordError('the record has no value');
    return { kind: 'event', event: decodeAcceptedRecord(headers, value) };
  } catch (error) {
    if (!(error instanceof MalformedRecordError)) throw error;
    return { kind: 'dead-letter', reason: 'malformed-record', detail: error.message };
  }
}

function toQuery({ attributes }: AcceptedEvent) {
  return {
    tenantId: attributes.tenantid,
    environment: attributes.environment,
    type: attributes.type,
    definitionId: attributes.workflowdefinitionid,
    runtimeId: attributes.workflowruntimeid,
  };
}
